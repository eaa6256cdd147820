"""A comparison as plain data: printed by `rasoat rules`, answered by the API. Counts, no household."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from registry.rules.standing import POOREST_FIRST, Change
from review.rules.comparison import Class, Comparison

CLASSES: tuple[Class, ...] = (*POOREST_FIRST, None)
NOTICE = {"vi": "Không phải quyết định", "en": "Not a decision"}


def comparison_record(found: Comparison) -> dict[str, Any]:
    """`class` or `change` is None where answers are missing."""
    return {
        "households": found.households,
        "changed": found.changed,
        "unscored": found.unscored,
        "lost": found.lost,
        "before": _by_class((before, count) for (before, _), count in found.pairs.items()),
        "after": _by_class((after, count) for (_, after), count in found.pairs.items()),
        "classes": [
            {"before": before, "after": after, "households": found.pairs[before, after]}
            for before in CLASSES
            for after in CLASSES
            if found.pairs[before, after]
        ],
        "changes": changes_of(found),
        "villages": villages_of(found),
    }


def changes_of(found: Comparison) -> list[dict[str, Any]]:
    """By kind of change (diễn biến) so many before and after, in the order of the reports."""
    before: Counter[Change | None] = Counter()
    after: Counter[Change | None] = Counter()
    for (old, new), count in found.changes.items():
        before[old] += count
        after[new] += count
    told: tuple[Change | None, ...] = (*Change, None)
    return [{"change": one, "before": before[one], "after": after[one]} for one in told if before[one] or after[one]]


def villages_of(found: Comparison) -> list[dict[str, Any]]:
    """By village, in the order of their paths."""
    counts: dict[str, list[tuple[Class, Class, int]]] = {}
    for (village, before, after), count in found.villages.items():
        counts.setdefault(village, []).append((before, after, count))
    return [
        {
            "village": village,
            "households": sum(count for _, _, count in told),
            "changed": sum(count for before, after, count in told if after is not None and before != after),
            "before": _by_class((before, count) for before, _, count in told),
            "after": _by_class((after, count) for _, after, count in told),
        }
        for village, told in sorted(counts.items())
    ]


def _by_class(counted: Iterable[tuple[Class, int]]) -> dict[str, int]:
    found: Counter[Class] = Counter()
    for standing, count in counted:
        found[standing] += count
    return {standing or "none": found[standing] for standing in CLASSES}
