"""What ODK Validate holds against a form, as faults with their kind and the cell they are about.

It speaks English, about paths of the XForm and no cells. Its words stay with the fault as `told`.
"""

import re
from collections.abc import Collection, Sequence

from form_engine.compiler import CompiledForm
from form_engine.workbook_fault import WorkbookFault
from form_engine.workbook_places import Place, place_of

OTHER = "odk_validate"
_LONGEST = 400
_SIGNS = (
    ("phone_circle", r"\bcycle"),
    ("phone_arguments", r"cannot handle function '(?P<value>[^']+)'\. Requires"),
    ("phone_function", r"cannot handle function '(?P<value>[^']+)'"),
    ("phone_repeated", r"This field is repeated"),
    ("phone_list", r"Instance referenced by instance\((?P<value>[^)]*)\)|secondary instance|Invalid instance `src`"),
    (
        "phone_arguments",
        r"incorrect number of arguments|\brequires\b.*(?:argument|parameter)|parameter \d|must be in quotes",
    ),
    ("phone_type", r"type mismatch|can't be converted|converting to|arguments to be numeric"),
    ("phone_choices", r"has no choices|Selection (?:value|choice)|<item> without|choice value \["),
    ("phone_group", r"Group has no children"),
    ("phone_path", r"does not exist|non-existent node|was not found|unable to expand"),
    ("phone_expression", r"couldn't understand|invalid (?:calculate|constraint|xpath)|bad node|mismatched brackets"),
    ("phone_expression", r"parse error|unsupported construct|Encountered a problem with"),
)
_KINDS = tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in _SIGNS)
_SAME = {
    "phone_function": "function_unknown",
    "phone_list": "list_not_here",
    "phone_expression": "expression_unreadable",
    "phone_arguments": "expression_not_evaluated",
}
"""What our own checks call it; they know the cell where ODK Validate names none."""
_PATH = re.compile(r"/[\w.\-]+(?:\[[^\]]*\])?(?:/[\w.\-]+(?:\[[^\]]*\])?)+")
_POSITION = re.compile(r"\[[^\]]*\]")
_OBJECT = re.compile(r"@[0-9a-f]{5,}\b")
_PARTS = (
    ("calculate", r"calculat"),
    ("constraint", r"constraint"),
    ("relevant", r"relevan|display condition|condition expression"),
    ("required", r"\brequired\b|condition expression"),
    ("itemset", r"itemset|nodeset"),
)
"""Which column it speaks of; by "condition" it means two."""


def faults_of_validate(
    told: Sequence[str], form: CompiledForm, own: Collection[WorkbookFault] = ()
) -> tuple[WorkbookFault, ...]:
    """told: lines of odk_validate.py. They belong together: it stops at the first thing that is wrong.

    own: what expression_checks.py found, to tell the cell where the message names no path.
    """
    if not told:
        return ()
    words = _OBJECT.sub("", " ".join([line for line in told if not line.startswith(">>")] or told))
    code, facts = OTHER, {"told": words[:_LONGEST]}
    for kind, pattern in _KINDS:
        if found := pattern.search(words):
            code, facts = kind, facts | {name: text for name, text in found.groupdict().items() if text}
            break
    path = _path_in(words, form)
    place = place_of(path, form.places) if path else None
    if place is not None:
        question = path.rpartition("/")[2]
        return (WorkbookFault(code, "survey", place.row, _column(words, place), facts | {"q": question}),)
    same = [one for one in own if one.code == _SAME.get(code) and facts.get("value") in (None, one.facts.get("value"))]
    cell = same[0] if same else WorkbookFault(code)
    return (WorkbookFault(code, cell.sheet, cell.row, cell.column, facts),)


def _path_in(words: str, form: CompiledForm) -> str:
    """The first path that the form has: the node at fault, if it is named at all."""
    paths = (_POSITION.sub("", found[0]).rstrip(".") for found in _PATH.finditer(words))
    return next((path for path in paths if path in form.definition.nodes), "")


def _column(words: str, place: Place) -> str:
    for part, pattern in _PARTS:
        if re.search(pattern, words, re.IGNORECASE) and (title := place.title_of(part)):
            return title
    return ""
