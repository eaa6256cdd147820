"""How a household that was read is written down: a row of bytes, in which no points and no lines stand.

Every item of B1 and every indicator of B2 has one byte or a few; 0 says that there is no usable answer.

    choice         1 + place of the answer in the rule set
    choices        a bit for each answer, from the lowest of the first byte
    bands          1 + place of the band; with `zero_if_all`, so many further on as there are bands when all are
    indicator      1 not deprived, 2 deprived

So a row outlives a change of points and lines; it holds for one reading of the answers (`reading_hash`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from form_engine.scoring_sheet import Indicator, Item, ScoringSheet

NOT_DEPRIVED, DEPRIVED = 1, 2
_BITS = 8
_MOST_CHOICES = 56
_MOST_PLACES = 255


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of the form stands in the row, and what it is."""

    line: Item | Indicator
    first: int
    width: int

    @property
    def bytes(self) -> slice:
        return slice(self.first, self.first + self.width)


@dataclass(frozen=True, slots=True)
class Layout:
    items: tuple[Place, ...]
    indicators: tuple[Place, ...]

    @property
    def places(self) -> Mapping[str, Place]:
        """By code, in the order of the form."""
        return {place.line.code: place for place in (*self.items, *self.indicators)}

    @property
    def width(self) -> int:
        """Bytes of a row."""
        return sum(place.width for place in self.places.values())


def layout_of(sheet: ScoringSheet) -> Layout:
    first = 0
    places: list[Place] = []
    lines: list[Item | Indicator] = [*sheet.items, *sheet.indicators]
    for line in lines:
        places.append(Place(line, first, _width(line)))
        first += places[-1].width
    return Layout(tuple(places[: len(sheet.items)]), tuple(places[len(sheet.items) :]))


def _width(line: Item | Indicator) -> int:
    if isinstance(line, Indicator):
        return 1
    if has_no_room(line):
        raise ValueError(f"{line.code}: a row has no room for {len(line.answers)} answers")
    return -(-len(line.answers) // _BITS) if line.reading.how == "choices" else 1


def has_no_room(item: Item) -> bool:
    """Whether the item has more answers than a row can tell apart."""
    if item.reading.how == "choices":
        return len(item.answers) > _MOST_CHOICES
    return len(item.answers) * (2 if item.reading.zero_if_all else 1) > _MOST_PLACES


def reading_hash(sheet: ScoringSheet) -> str:
    """Equal for rule sets that read every answer alike, whatever points, lines, words and sources they have.

    Rows made under one of them may be priced under the other.
    """
    told = (
        sheet.year_only_counts_as,
        sorted((name, repr(condition)) for name, condition in sheet.member_conditions.items()),
        [(item.code, repr(item.reading), _bands(item)) for item in sheet.items],
        [(one.code, one.scope, one.over_percent, repr(one.condition)) for one in sheet.indicators],
    )
    return sha256(repr(told).encode()).hexdigest()


def _bands(item: Item) -> list[tuple[str, int | None, int | None]]:
    return [(answer.code, answer.at_least, answer.below) for answer in item.answers]
