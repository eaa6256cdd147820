"""Made-up people of a made-up household. Identity numbers begin with 000, which belongs to no province."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

FAMILY_NAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hồ",
    "Hoàng",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Ngô",
    "Dương",
    "Trương",
)
MEN = (
    *(("Văn", "Tâm"), ("Văn", "Lộc"), ("Đình", "Phước"), ("Quang", "Thắng"), ("Hữu", "Nghĩa"), ("Văn", "Bình")),
    *(("Công", "Minh"), ("Xuân", "Trường"), ("Ngọc", "Sơn"), ("Viết", "Hải"), ("Bá", "Dũng"), ("Minh", "Khôi")),
)
WOMEN = (
    *(("Thị", "Lành"), ("Thị", "Gái"), ("Thị", "Mỹ Duyên"), ("Thị", "Hường"), ("Thị", "Bưởi"), ("Thị", "Thu")),
    *(("Thị", "Ngọc Ánh"), ("Thị", "Xuân"), ("Thị", "Yến"), ("Thị", "Hoa"), ("Thị", "Diễm"), ("Thị", "Quỳnh")),
)

_YOUNGEST = 2
HEAD, SPOUSE, CHILD, PARENT, GRANDCHILD, RELATIVE = "01", "02", "03", "06", "09", "12"


@dataclass(frozen=True, slots=True)
class Made:
    """`age`: completed years on the day of the interview."""

    name: str
    relation: str
    sex: str
    born: date
    age: int
    only_year_known: bool
    id_number: str
    """Empty for those who have no papers yet."""


def roster_line(number: int, person: Made) -> dict[str, Any]:
    """What the roster of each form asks of everybody, answered."""
    return {
        "member_no": number,
        "listed_again": 0,
        "member_name": person.name,
        "relation": person.relation,
        "sex": person.sex,
        "birth_known": "year" if person.only_year_known else "date",
        "born_in": person.born.year,
        "age": person.age,
        "id_number": person.id_number or None,
        "id_check": "fits" if person.id_number else "none",
    }


def a_name(chance: Random, sex: str, family: str = "") -> str:
    middle, given = chance.choice(MEN if sex == "male" else WOMEN)
    return f"{family or chance.choice(FAMILY_NAMES)} {middle} {given}"


def a_household(chance: Random, *, head_name: str, size: int, today: date) -> list[Made]:
    """`size` people, the head first."""
    family = head_name.split()[0] if head_name.strip() else chance.choice(FAMILY_NAMES)
    head_sex = "female" if " Thị " in head_name else "male"
    head_age = chance.randint(26, 78)
    made = [_person(chance, head_name or a_name(chance, head_sex, family), HEAD, head_sex, head_age, today)]
    for relation, sex, age in _others(chance, head_sex, head_age, size - 1):
        own_family = family if relation in (CHILD, GRANDCHILD) else ""
        made.append(_person(chance, a_name(chance, sex, own_family), relation, sex, age, today))
    return made


def the_household(key: str, *, head_name: str, size: int, year: int, today: date) -> list[Made]:
    """The same people each time somebody asks for them, as old as they are `today`.

    year: on whose first day the youngest is two, so that all of them were there a year before.
    """
    first_day = date(year, 1, 1)
    made = a_household(Random(f"people of {key}"), head_name=head_name, size=size, today=first_day)
    return [_as_of(one, today) for one in made]


def _as_of(one: Made, today: date) -> Made:
    if one.age < _YOUNGEST:
        one = replace(one, born=date(one.born.year - _YOUNGEST, one.born.month, min(one.born.day, 28)))
    had_birthday = (today.month, today.day) >= (one.born.month, one.born.day)
    return replace(one, age=today.year - one.born.year - (not had_birthday))


def _others(chance: Random, head_sex: str, head_age: int, count: int) -> Iterator[tuple[str, str, int]]:
    other_sex = "male" if head_sex == "female" else "female"
    if count > 0 and chance.random() < 0.8:
        yield SPOUSE, other_sex, max(19, head_age + chance.randint(-6, 4))
        count -= 1
    for _ in range(count):
        sex = chance.choice(("male", "female"))
        if head_age < 60 and chance.random() < 0.15:
            yield PARENT, sex, min(head_age + chance.randint(20, 35), 98)
        elif head_age > 55 and chance.random() < 0.5:
            yield GRANDCHILD, sex, chance.randint(0, 16)
        else:
            yield CHILD, sex, chance.randint(max(0, head_age - 40), max(0, head_age - 19))


def _person(chance: Random, name: str, relation: str, sex: str, age: int, today: date) -> Made:
    only_year = chance.random() < 0.15
    born = date(today.year - age, 1, 1) if only_year else _birthday(chance, age, today)
    no_papers = age < 14 or chance.random() < 0.1
    return Made(name, relation, sex, born, age, only_year, "" if no_papers else _id_number(chance, sex, born))


def _birthday(chance: Random, age: int, today: date) -> date:
    """A day on which somebody of that age was born: the youngest of them was born `age` years ago today."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - age, today.month, day) - timedelta(days=chance.randrange(360))


def _id_number(chance: Random, sex: str, born: date) -> str:
    century = 2 * (born.year // 100 - 19) + (0 if sex == "male" else 1)
    return f"000{century}{born.year % 100:02d}{chance.randrange(1_000_000):06d}"
