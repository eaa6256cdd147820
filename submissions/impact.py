"""What a new version of a form would do to the answers that are stored: each difference with how many it concerns.

Goes over the stored forms once, newest first, one at a time: memory does not grow with them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from core.mongo import newest
from form_engine.answer_types import WrongType, typed
from form_engine.definition import Field, FieldType, FormDefinition, Repeat
from form_engine.difference import Difference, DifferenceKind
from form_engine.evaluation import Evaluator
from form_engine.findings import FindingKind
from form_engine.instance import Instance, read_instance
from form_engine.safe_xml import local_name
from submissions import repository

MOST_LOOKED_AT = 5_000
_AT_ONCE = 100
_POSITION = re.compile(r"\[\d+\]")

BREAKING = frozenset(
    {
        *(DifferenceKind.REMOVED, DifferenceKind.RENAMED, DifferenceKind.RETYPED),
        *(DifferenceKind.CHOICE_REMOVED, DifferenceKind.MOVED_ACROSS_REPEAT),
    }
)
"""After these the new version can't hold answers that are stored, if there are any."""

RULES: Mapping[DifferenceKind, FindingKind] = {
    DifferenceKind.CONSTRAINT_TIGHTENED: FindingKind.CONSTRAINT_FALSE,
    DifferenceKind.CONSTRAINT_CHANGED: FindingKind.CONSTRAINT_FALSE,
    DifferenceKind.REQUIRED_ADDED: FindingKind.MISSING,
    DifferenceKind.CALCULATION_CHANGED: FindingKind.CALCULATED_OTHERWISE,
    DifferenceKind.RELEVANT_CHANGED: FindingKind.NOT_RELEVANT,
    DifferenceKind.COUNT_CHANGED: FindingKind.REPEAT_COUNT,
    DifferenceKind.LIST_CHANGED: FindingKind.CHOICE_NOT_OFFERED,
}
"""Which finding of the new version's rules counts for a difference."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """submissions: how many stored forms it concerns; None where it can't concern any, as a changed label."""

    difference: Difference
    submissions: int | None


@dataclass(frozen=True, slots=True)
class Impact:
    """looked_at: so many stored forms, the newest; is_whole: there are no more than these."""

    weighed: tuple[Weighed, ...]
    looked_at: int
    is_whole: bool

    def breaking(self) -> tuple[Weighed, ...]:
        """What stored answers stand against; where not all were looked at, what they may stand against."""
        return tuple(
            one for one in self.weighed if one.difference.kind in BREAKING and (one.submissions or not self.is_whole)
        )


def weigh(found: Sequence[Difference], new: Evaluator, *, now: datetime, most: int = MOST_LOOKED_AT) -> Impact:
    """new: the rules of the new version."""
    definition, counts, looked_at = new.plan.definition, Counter[Difference](), 0
    places = _places(found, definition)
    rules = {(_now_at(one.path, places), RULES[one.kind]): one for one in found if one.kind in RULES}
    stored = [one for one in found if one.kind in BREAKING]
    for instance in _stored(definition.form_id, now, most):
        looked_at += 1
        if instance.encrypted:
            continue
        for one in stored:
            counts[one] += _concerns(one, instance, definition)
        if rules:
            _follow(instance.root, places)
            broken = {(_POSITION.sub("", each.path), each.kind) for each in new.findings(instance)}
            counts.update(rules[each] for each in broken if each in rules)
    told = (*BREAKING, *RULES)
    return Impact(
        weighed=tuple(Weighed(one, counts[one] if one.kind in told else None) for one in found),
        looked_at=looked_at,
        is_whole=looked_at < most,
    )


def _stored(form_id: str, now: datetime, most: int) -> Iterator[Instance]:
    before: int | None = None
    where, fields = {"within": "", "is_current": True, "form_id": form_id}, {"xml": 1, "seq": 1}
    left = most
    while left > 0:
        page = newest(repository.collection(), where, now=now, before=before, limit=min(_AT_ONCE, left), fields=fields)
        for one in page:
            yield read_instance(one["xml"])
        if len(page) < min(_AT_ONCE, left):
            return
        left, before = left - len(page), page[-1]["seq"]


def _concerns(one: Difference, instance: Instance, new: FormDefinition) -> bool:
    texts = [text for element in _at(instance.root, one.path) if (text := _text(element))]
    if one.kind is DifferenceKind.CHOICE_REMOVED:
        return any(one.before == text or one.before in text.split() for text in texts)
    if one.kind is DifferenceKind.RETYPED:
        return any(not _fits(text, one, new) for text in texts)
    return bool(texts)


def _places(found: Sequence[Difference], new: FormDefinition) -> dict[str, str]:
    """Old path to new path of what only stands elsewhere now, or is called otherwise; not across repeats."""
    told = {one.path: one.after for one in found if one.kind is DifferenceKind.MOVED}
    told |= {
        one.path: f"{one.path.rpartition('/')[0]}/{one.after}" for one in found if one.kind is DifferenceKind.RENAMED
    }
    return {old: path for old, path in told.items() if path in new.nodes and not _in_repeat(path, new)}


def _in_repeat(path: str, new: FormDefinition) -> bool:
    return any(isinstance(node, Repeat) and path.startswith(f"{node.path}/") for node in new.nodes.values())


def _now_at(path: str, places: Mapping[str, str]) -> str:
    above = path
    while above:
        if above in places:
            return places[above] + path[len(above) :]
        above = above.rpartition("/")[0]
    return path


def _follow(root: etree._Element, places: Mapping[str, str]) -> None:
    """Put answers where the new version has them, so that its rules see them."""
    for element, path in [(one, path) for old, path in places.items() for one in _at(root, old)]:
        *above, name = path.split("/")[2:]
        target, space = root, element.tag[: element.tag.rfind("}") + 1]
        for each in above:
            inside = _at(target, f"//{each}")
            target = inside[0] if inside else etree.SubElement(target, f"{space}{each}")
        element.tag = f"{space}{name}"
        if element.getparent() is not target:
            target.append(element)


def _at(root: etree._Element, path: str) -> list[etree._Element]:
    found = [root]
    for name in path.split("/")[2:]:
        found = [child for each in found for child in each if local_name(child) == name]
    return found


def _text(element: etree._Element) -> str:
    """Of a question its answer; of a group whatever stands in it."""
    return " ".join("".join(element.itertext()).split())


def _fits(text: str, one: Difference, new: FormDefinition) -> bool:
    node = new.nodes.get(one.path)
    if not isinstance(node, Field) or one.before in ("group", "repeat"):
        return False
    if node.type in (FieldType.SELECT_ONE, FieldType.SELECT, FieldType.RANK) and node.choice_names is not None:
        chosen = [text] if node.type is FieldType.SELECT_ONE else text.split()
        return all(each in node.choice_names for each in chosen)
    try:
        typed(text, node.type)
    except WrongType:
        return False
    return True
