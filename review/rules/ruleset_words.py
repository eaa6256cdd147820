"""Parts of a rule set as one line each, the same in every language: limits of a class, conditions, bands."""

from form_engine.scoring_sheet import (
    Answer,
    AreaKind,
    ClassRule,
    Condition,
    Indicator,
    Reading,
    ScoringSheet,
    Test,
)

_SIGNS = {"at_least": "≥", "over": ">", "below": "<", "at_most": "≤", "is": "=", "in": "∈", "not_in": "∉"}


def limits_of(sheet: ScoringSheet, rule: ClassRule, area_kind: AreaKind) -> str:
    """Such as "120 < B1 ≤ 150; B2 ≥ 30"."""
    lines, least = sheet.lines[area_kind], sheet.b2.deprived_min
    over = f"{lines[rule.b1_over].points} < " if rule.b1_over else ""
    at_most = f" ≤ {lines[rule.b1_at_most].points}" if rule.b1_at_most else ""
    b1 = f"B1 > {over.removesuffix(' < ')}" if over and not at_most else f"{over}B1{at_most}"
    if rule.b2_at_least:
        return f"{b1}; B2 ≥ {least}"
    return f"{b1}; B2 < {least}" if rule.b2_below else b1


def band_of(answer: Answer) -> str:
    """Such as "8 ≤ x < 20"; empty for an answer that is chosen."""
    if answer.at_least is None:
        return ""
    return f"x ≥ {answer.at_least}" if answer.below is None else f"{answer.at_least} ≤ x < {answer.below}"


def reading_of(reading: Reading) -> str:
    """How an item is read, with the fields and answers it names."""
    told = [reading.how if reading.how != "choices" else f"choices, {reading.combine}"]
    told += [f"of {reading.of}"] if reading.of else []
    told += [f"0 if all {reading.zero_if_all}"] if reading.zero_if_all else []
    told += [f"{reading.exclusive} alone"] if reading.exclusive else []
    told += [f"one of {' / '.join(group)}" for group in reading.only_one_of]
    return "; ".join(told)


def condition_of(indicator: Indicator) -> str:
    """The condition as the scorer reads it, by the names of the form's fields."""
    scope = f"over {indicator.over_percent} % of members" if indicator.over_percent is not None else indicator.scope
    return f"{scope}: {condition_words(indicator.condition)}"


def condition_words(condition: Condition) -> str:
    parts = [f"({condition_words(one)})" if isinstance(one, Condition) else _test(one) for one in condition.parts]
    if condition.at_least == len(parts):
        return " & ".join(parts)
    return " | ".join(parts) if condition.at_least == 1 else f"{condition.at_least} of [{', '.join(parts)}]"


def _test(test: Test) -> str:
    value = "{" + ", ".join(test.value) + "}" if isinstance(test.value, tuple) else test.value
    return f"{test.field}{' / members' if test.per_member else ''} {_SIGNS[test.operator]} {value}"
