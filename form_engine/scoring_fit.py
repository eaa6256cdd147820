"""Does a form give the rule set what it reads? An answer without points and a point without an answer are faults."""

from collections.abc import Iterator

from form_engine.definition import Field, FieldType, FormDefinition
from form_engine.ruleset_fault import RulesetFault, fault
from form_engine.scoring_sheet import Condition, Item, ScoringSheet, Test

NUMBERS = frozenset({FieldType.INT, FieldType.DECIMAL})
COMPUTED_BY_PHONE = ("b1_total", "b2_total", "expected_class")


def faults_of_fit(role: str, sheet: ScoringSheet, form: FormDefinition) -> list[RulesetFault]:
    """What keeps a form of this role (assess: Phiếu B, identify: Phiếu A) from being used with a rule set."""
    fit = {"assess": assessment_faults, "identify": screening_faults}.get(role)
    return fit(sheet, form) if fit else []


def assessment_faults(sheet: ScoringSheet, form: FormDefinition) -> list[RulesetFault]:
    """What keeps this form from being scored by this rule set; empty when they fit."""
    fields = form.fields_by_name
    faults = [fault(name, "not_computed") for name in COMPUTED_BY_PHONE if name not in fields]
    for item in sheet.items:
        faults += _item_faults(item, fields.get(item.reading.of or item.code), fields.get(item.code))
    conditions = {**sheet.member_conditions, **{each.code: each.condition for each in sheet.indicators}}
    for code, condition in conditions.items():
        faults += _condition_faults(code, condition, form)
    faults += [fault(each.code, "no_field") for each in sheet.indicators if each.code not in fields]
    return faults


def screening_faults(sheet: ScoringSheet, form: FormDefinition) -> list[RulesetFault]:
    """What keeps this form from being a Phiếu A of this rule set."""
    if sheet.screening is None:
        return [fault(sheet.id, "no_screening")]
    wanted = (*sheet.screening.items, "a_yes_count", "decision")
    return [fault(name, "no_field") for name in wanted if name not in form.fields_by_name]


def _item_faults(item: Item, read: Field | None, own: Field | None) -> Iterator[RulesetFault]:
    if own is None:
        yield fault(item.code, "no_field")
        return
    if item.reading.how in {"number", "per_member"} and (read is None or read.type not in NUMBERS):
        yield fault(item.code, "no_number", field=item.reading.of or "")
    if item.reading.how not in {"choice", "choices"}:
        return
    asked = [choice.name for choice in own.choices or ()]
    scored = [answer.code for answer in item.answers]
    for code in sorted(set(asked) - set(scored)):
        yield fault(f"{item.code} / {code}", "answer_without_points", answer=code)
    for code in sorted(set(scored) - set(asked)):
        yield fault(f"{item.code} / {code}", "points_without_answer", answer=code)
    if (own.type is FieldType.SELECT) != (item.reading.how == "choices"):
        yield fault(item.code, "one_or_several")


def _condition_faults(code: str, condition: Condition, form: FormDefinition) -> Iterator[RulesetFault]:
    for test in condition.tests:
        field = form.fields_by_name.get(test.field)
        if field is None:
            yield fault(code, "no_field_asked", field=test.field)
        elif test.operator in {"is", "in", "not_in"}:
            yield from _value_faults(code, test, field)


def _value_faults(code: str, test: Test, field: Field) -> Iterator[RulesetFault]:
    values = test.value if isinstance(test.value, tuple) else (str(test.value),)
    for value in values:
        if field.choice(value) is None:
            yield fault(code, "no_answer_asked", field=test.field, answer=value)
