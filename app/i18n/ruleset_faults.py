"""What is wrong in a rule set or a table of points, in a sentence that says what to do; `vi.po` has the Vietnamese."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from form_engine.ruleset_fault import Fact, RulesetFault
from form_engine.scoring_errors import PointFault
from form_engine.scoring_sheet import Words


def _(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated when it is told."""
    return text


FAULTS: Mapping[str, str] = {
    # the file
    "no_utf8": _("Line {line} is not UTF-8. Save the file as UTF-8."),
    "control_character": _(
        "Line {line}, column {column} holds the control character {character}, which nobody can read. Delete it and "
        "type the text anew."
    ),
    "toml_twice": _("Line {line}, column {column}: this name or table stands there already. Remove or rename one."),
    "toml_unclosed": _(
        "Line {line}, column {column}: a quotation mark, a bracket, an equals sign or a comma is missing. Complete "
        "the line, or the one before it."
    ),
    "toml_unreadable": _(
        "Line {line}, column {column}: what stands there is no value of TOML. Text goes in quotation marks; numbers "
        "and days (2026-01-31) without them."
    ),
    "toml_nested": _("The file is nested too deeply. Take the superfluous brackets out."),
    # its shape
    "shape_missing": _("This is missing: {names}. Add it."),
    "shape_unknown": _("The rule set knows nothing of this name: {names}. Correct its spelling, or remove it."),
    "shape_no_integer": _("“{value}” is not a whole number. Write a whole number, without quotation marks."),
    "shape_no_number": _("“{value}” is not a number. Write a number, without quotation marks."),
    "shape_no_string": _("“{value}” is no text. Write it in quotation marks."),
    "shape_no_object": _("“{value}” stands where named values belong. Write them in curly brackets."),
    "shape_no_array": _("“{value}” stands where a list belongs. Write it in square brackets."),
    "shape_no_boolean": _("“{value}” is neither true nor false. Write true or false."),
    "shape_not_allowed": _("“{value}” can't stand here. Write one of these: {allowed}."),
    "shape_one_of": _("Exactly one of these has to stand here: {names}. Add one, or keep one alone."),
    "shape_too_small": _("{value} is less than {limit}. Write {limit} or more."),
    "shape_too_large": _("{value} is more than {limit}. Write {limit} or less."),
    "shape_too_few": _("At least {limit} have to stand here. Add what is missing."),
    "shape_empty": _("Nothing is written here. Fill it in."),
    "shape_badly_written": _("“{value}” is not written as the system can read it ({limit}). Correct it."),
    "shape_other": _("“{value}” does not fit here. Compare it with the rule set in force."),
    "no_day": _("“{value}” is no day. Write it without quotation marks, such as 2026-01-31."),
    "ends_before_it_begins": _("The period ends before it begins. Correct one of the two days."),
    # its meaning
    "twice": _("The code {name} stands twice. Give one of the two another code."),
    "lines_missing": _("There are score sheets of this kind of area, but no lines. Add [lines.{kind}]."),
    "lines_of_model": _("The model {model} needs exactly these lines: {wanted}. Add or remove lines."),
    "line_not_below": _("{points} points are not fewer than the {above} of the line above. Correct one of the two."),
    "no_such_line": _("The classes name the line {name}, which areas of this kind do not have. Correct the name."),
    "no_class": _(
        "A household with B1 = {b1}, B2 = {b2} would fall under no class. Widen the limits of one (b1_over, "
        "b1_at_most, b2_at_least, b2_below): each pair of totals falls under exactly one."
    ),
    "classes_overlap": _(
        "A household with B1 = {b1}, B2 = {b2} would fall under several classes at once: {classes}. Narrow the limits "
        "of one (b1_over, b1_at_most, b2_at_least, b2_below): each pair of totals falls under exactly one."
    ),
    "too_many_answers": _("The item has more answers or bands than can be scored. Leave out some."),
    "no_points": _("There are no points for the score sheet {sheet}. Add a whole number."),
    "no_such_sheet": _("There is no score sheet {sheet}. Correct its code, or add the sheet."),
    "band_missing": _("The item is read by bands, and this answer has none. Add at_least."),
    "band_not_read": _("The item is not read by bands. Take at_least and below out of this answer."),
    "no_member_condition": _("There is no [member_condition.{name}]. Add it, or correct the name."),
    "no_number_named": _('It is not told which number of the form is read. Add of = "...".'),
    "no_such_answer": _("The item has no answer {answer}. Correct the code."),
    "first_band": _("The first band has to begin at {lowest}. Correct at_least."),
    "band_open": _("The band has no end, and {following} follows it. Add below."),
    "bands_overlap": _(
        "The band begins at {begins}, inside the band {before}, which reaches to {ends}. Let it begin at {ends}."
    ),
    "band_gap": _(
        "Between the band {before}, which reaches to {ends}, and this one, which begins at {begins}, there is a gap. "
        "Let it begin at {ends}."
    ),
    "band_empty": _("The band reaches from {begins} to {ends}: nothing falls into it. Correct at_least or below."),
    "last_band": _("The last band has to be open upwards. Take below out."),
    "items_and_indicators": _("Items of B1 and indicators of B2 come together. Add what is missing."),
    "b2_max": _("{indicators} indicators of {step} points do not give {max}. Correct max or the indicators."),
    "b2_no_multiple": _("{points} is no multiple of {step}. Correct it."),
    "never_holds": _("At least {at_least} of {parts} can never hold. Correct the number."),
    "per_member": _("per_member divides an answer of the household; this condition is of its members. Take it out."),
    "citation_place": _(
        "Curly brackets hold {{number}} here, and {{annex}} for B1. Correct what stands in them, or take it out."
    ),
    "citation_annex": _("Not every score sheet has an annex. Add them to the sheets, or take {{annex}} out."),
    "no_such_source": _("There is no source named {name} under [sources]. Add it, or correct the name."),
    "old_source": _("The figure was changed, and its source is still that of the old one. Write where it stands."),
    # what is asked for in a question
    "no_such_line_here": _("There is no line {name} for this kind of area. Choose one of the rule set."),
    "no_such_item": _("The rule set has no item {item}. Choose one of the rule set."),
    "points_impossible": _("Points go from 0 to {most}; {points} can't be. Write another number."),
    # beside the forms
    "not_computed": _("The form does not compute this. Add the calculation to the form."),
    "no_field": _("The form has no such question. Correct the code, or add the question to the form."),
    "no_number": _("The form does not ask the number {field}. Correct the name, or add the question to the form."),
    "answer_without_points": _("The form offers the answer {answer}, and the rule set has no points for it. Add them."),
    "points_without_answer": _(
        "The rule set has points for the answer {answer}, which the form does not offer. Correct the code."
    ),
    "one_or_several": _("The form takes one answer and the rule set reads several, or the other way round."),
    "no_field_asked": _("The condition asks for {field}, which the form does not have. Correct the name."),
    "no_answer_asked": _("The condition asks for the answer {answer} of {field}, which the form does not offer."),
    "no_screening": _("The rule set has no screening, which Phiếu A needs. Add [screening]."),
}

POINT_FAULTS: Mapping[str, str] = {
    "column_missing": _("this column is missing"),
    "column_twice": _("this column stands twice"),
    "no_such_item": _("the rule set has no such item"),
    "no_such_answer": _("the item has no such answer"),
    "twice": _("this answer stands twice"),
    "row_missing": _("the row of this answer is missing"),
    "no_whole_number": _("points must be a whole number, 0 or more"),
    "too_many_rows": _("too many rows; at most"),
    "no_spreadsheet": _("this is no Excel or CSV file"),
    "no_utf8": _("save the CSV as UTF-8"),
    "control_character": _("a control character that nobody can read; delete it and type the text anew"),
}

PLACES: Mapping[str, str] = {
    "file": _("the whole file"),
    "lines": _("lines"),
    "rural": _("rural areas"),
    "urban": _("urban areas"),
    "poor_line": _("lower line"),
    "near_line": _("upper line"),
    "line": _("the line"),
    "class": _("classes"),
    "item": _("items of B1"),
    "indicator": _("indicators of B2"),
    "choices": _("answers"),
    "points": _("points"),
    "points_source": _("source of the points"),
    "points_sources": _("source of the points of a sheet"),
    "label_source": _("source of the words"),
    "source": _("source"),
    "read": _("how it is read"),
    "band": _("band"),
    "max": _("highest total"),
    "deprived_min": _("deprived from"),
    "deprived_if": _("condition of the deprivation"),
    "member_condition": _("who counts"),
    "screening": _("screening by Phiếu A"),
    "sheet": _("score sheets"),
    "change_class": _("kinds of change"),
    "status_valid": _("days of validity"),
    "legal_basis": _("legal basis"),
    "citation": _("where each item stands"),
}
_OF_CODES = (
    (re.compile(r"b1_(\d+)"), _("item {number}")),
    (re.compile(r"b2_(\d+)"), _("indicator {number}")),
    (re.compile(r"(NT\d+|TT)"), _("score sheet {number}")),
    (re.compile(r"(\d+)\."), _("number {number}")),
)
WORDS_OF_CODES = tuple(words for _code, words in _OF_CODES)

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class RulesetFaultLine:
    """place: codes, as they stand in the file; where: the same in words."""

    place: str
    where: str
    code: str
    message: str


def ruleset_fault_lines(faults: Iterable[RulesetFault], translate: Translate, language: str) -> list[RulesetFaultLine]:
    return [
        RulesetFaultLine(
            one.place, place_words(one.place, translate), one.code, ruleset_fault_sentence(one, translate, language)
        )
        for one in faults
    ]


def ruleset_fault_sentence(one: RulesetFault, translate: Translate, language: str) -> str:
    facts = {name: _fact(value, language) for name, value in one.facts.items()}
    return translate(FAULTS[one.code]).format_map(facts)


def place_words(place: str, translate: Translate) -> str:
    """ "b1_05 / one / points / NT2" → "item 5 › one › points › score sheet NT2"."""
    form, sign, rest = place.rpartition(": ")
    told = " › ".join(_step(part, translate) for part in rest.split(" / "))
    return f"{form}{sign}{told}"


def point_fault_words(one: PointFault, translate: Translate) -> str:
    """What is wrong, and what stands there."""
    told = translate(POINT_FAULTS[one.problem])
    return f"{told}: {one.value}" if one.value else told


def _step(part: str, translate: Translate) -> str:
    for code, words in _OF_CODES:
        if found := code.fullmatch(part):
            return translate(words).format(number=found[1].lstrip("0") or "0")
    return translate(PLACES[part]) if part in PLACES else part


def _fact(value: Fact, language: str) -> Any:
    if isinstance(value, Words):
        return value.vi if language == "vi" else value.en
    return value
