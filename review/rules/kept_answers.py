"""What is kept of a form's answers so that it can be scored again, under any rule set, without opening the form."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from form_engine.scoring_facts import AGE, BORN_IN, BORN_ON, INTERVIEWED, MEMBERS, fields_read, member_rows, opened
from form_engine.scoring_sheet import ScoringSheet

_ALWAYS = frozenset({AGE, BORN_IN, BORN_ON, INTERVIEWED})


def fields_kept(sheets: Iterable[ScoringSheet]) -> frozenset[str]:
    """Every answer that one of these rule sets looks at."""
    return _ALWAYS.union(*(fields_read(sheet) for sheet in sheets))


def mark_of(fields: frozenset[str]) -> str:
    """Stands beside kept answers: which fields were looked for."""
    return sha256("\n".join(sorted(fields)).encode()).hexdigest()[:16]


def kept(answers: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    """The answers to these fields, groups opened. Scores as the whole answers do, input hash and all."""
    told = opened(answers)
    found = _only(told, fields)
    if MEMBERS in told:
        found[MEMBERS] = [_only(opened(member), fields) for member in member_rows(told[MEMBERS])]
    return found


def _only(told: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name in fields}
