"""Made-up Phiếu B answers, any number, cheaply, by a seed: most whole, some spoilt as phones and people spoil them."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from form_engine.scoring_sheet import Item, ScoringSheet
from tests.households import INTERVIEWED, YES_NO, fields_of

Answers = dict[str, Any]

_ODD: tuple[Any, ...] = (None, "", "khác", "12", "12.5", "1e400", 7, 0, -3, 8.25, True, False, [], ["x"], [1], {"a": 1})
"""Values that a question of another kind might have got."""
_MEMBERS = (1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 7, 9)


def made_up(sheet: ScoringSheet, count: int, seed: int) -> Iterator[Answers]:
    """The same for the same seed. Three of ten lack answers or have unusable ones."""
    chance = Random(seed)
    maker = _Maker(sheet, chance)
    for _ in range(count):
        answers = maker.household()
        yield maker.spoilt(answers) if chance.random() < 0.3 else answers


def made_up_for_both(sheet: ScoringSheet, other: ScoringSheet, count: int, seed: int) -> Iterator[Answers]:
    """With what both rule sets look at; where they ask the same, what was made up for the first."""
    for first, second in zip(made_up(sheet, count, seed), made_up(other, count, seed), strict=True):
        members = [told.get("members") for told in (first, second)]
        together = {**second, **first}
        if all(isinstance(each, list) for each in members):
            pairs = zip(*members, strict=False)
            together["members"] = [{**other, **own} for own, other in pairs if _are_people(own, other)]
        yield together


def _are_people(*told: object) -> bool:
    return all(isinstance(one, dict) for one in told)


class _Maker:
    def __init__(self, sheet: ScoringSheet, chance: Random) -> None:
        self._chance = chance
        self._items = [item for item in sheet.items if item.reading.how in {"choice", "choices"}]
        self._household = {field: _values(sheet, field) for field in sorted(fields_of(sheet, of_members=False))}
        self._member = {field: _values(sheet, field) for field in sorted(fields_of(sheet, of_members=True))}

    def household(self) -> Answers:
        chance = self._chance
        size = chance.choice(_MEMBERS)
        answers: Answers = {field: chance.choice(values) for field, values in self._household.items()}
        answers |= {item.code: _answer(item, chance) for item in self._items}
        answers |= {"interview_date": INTERVIEWED, "members": [self._person() for _ in range(size)]}
        answers["dwelling_area_m2"] = self._area(size)
        answers["average_monthly_kwh"] = chance.choice((chance.randint(0, 400), chance.randint(0, 4000) / 10))
        return answers

    def _area(self, size: int) -> Any:
        """Half of them at a whole number of square metres a member, where a float would round over the edge."""
        chance = self._chance
        edge = size * chance.choice((8, 10, 20, 30, 40))
        return chance.choice((edge, edge - 0.01, float(edge), chance.randint(50, 4000) / 10, f"{edge - 0.1:.1f}"))

    def _person(self) -> Answers:
        chance = self._chance
        person: Answers = {field: chance.choice(values) for field, values in self._member.items()}
        person["sex"] = chance.choice(("male", "female"))
        year, month, day = chance.randint(1930, 2026), chance.randint(1, 12), chance.randint(1, 28)
        known = chance.random()
        if known < 0.8:
            person["birth_date"] = f"{year}-{month:02d}-{day:02d}"
        elif known < 0.95:
            person["birth_year"] = year
        else:
            person["age"] = 2026 - year
        return person

    def spoilt(self, answers: Answers) -> Answers:
        """Some answers gone, empty or of another kind; groups around the rest."""
        chance = self._chance
        told = self._without(answers)
        members = told.get("members")
        if isinstance(members, list):
            told["members"] = [
                self._without(one) if isinstance(one, dict) and chance.random() < 0.4 else one for one in members
            ]
            told["members"] += chance.choice(([], [], [], ["nobody"], [{}]))
        if chance.random() < 0.5:
            names = sorted(told)
            cut = chance.randint(0, len(names))
            told = {"page": {name: told[name] for name in names[:cut]}, **{name: told[name] for name in names[cut:]}}
        return told

    def _without(self, answers: Answers) -> Answers:
        told, chance = dict(answers), self._chance
        for name in chance.sample(sorted(told), min(len(told), chance.choice((0, 1, 1, 2, 3)))):
            if chance.random() < 0.5:
                del told[name]
            else:
                told[name] = chance.choice(_ODD)
        return told


def _values(sheet: ScoringSheet, field: str) -> list[str]:
    tested = [test.value for one in sheet.indicators for test in one.condition.tests if test.field == field]
    listed = [value for each in tested if isinstance(each, tuple) for value in each]
    return [*listed, "other"] if listed else list(YES_NO)


def _answer(item: Item, chance: Random) -> Any:
    codes = [answer.code for answer in item.answers]
    if item.reading.how == "choice":
        return chance.choice(codes)
    several = [code for code in codes if chance.random() < 0.2] or [item.reading.exclusive or codes[0]]
    how: Callable[[list[str]], Any] = chance.choice((list, list, " ".join))
    return how(several)
