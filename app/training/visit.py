"""The pages that Phiếu A and Phiếu B share: where, which household, when and with whom, the proof at the end."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.training.people import RELATIVE, Made, a_household, the_household
from app.training.phone import BlankForm
from core.clock import VIET_NAM, local_day

_STANDINGS = {
    "poor": ("hộ nghèo", "poor"),
    "near_poor": ("hộ cận nghèo", "near poor"),
    "non_poor": ("hộ không nghèo", "not poor"),
    "": ("chưa có", "none yet"),
}
_PLACE = (16.29, 107.93)  # somewhere in xã Lộc Bình
_ETHNIC_GROUPS = ("01", "01", "01", "01", "23", "26")
_NO_SIGNAL = ("Máy không bắt được tín hiệu dưới tán cây", "Nhà nằm dưới vách núi, không có tín hiệu")
_NOTES = ("", "", "", "Hộ mới sửa lại mái sau bão.", "Chủ hộ đi làm xa, vợ trả lời thay.")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """One interview: rows of the lists on the phone, the moment it began, whose phone it was.

    family_year: to meet the same people at each visit (people.py, `the_household`); None for new ones. lodger: takes
    the place of the last of them.
    """

    village: Row
    household: Row
    began: datetime
    device_id: str
    username: str = ""
    minutes: int = 25
    family_year: int | None = None
    enumerator: str = ""
    lodger: Made | None = None


def family(visit: Visit, chance: Random) -> list[Made]:
    """The people of the household, the head first."""
    head_name, today = visit.household["head_name"], local_day(visit.began)
    size = int(visit.household["members_count"] or chance.randint(1, 7))
    if visit.family_year is None:
        return a_household(chance, head_name=head_name, size=size, today=today)
    people = the_household(visit.household["name"], head_name=head_name, size=size, year=visit.family_year, today=today)
    return people if visit.lodger is None else [*people[:-1], replace(visit.lodger, relation=RELATIVE)]


def ethnic_group(visit: Visit, chance: Random) -> str:
    """Of the whole household."""
    return (chance if visit.family_year is None else Random(visit.household["name"])).choice(_ETHNIC_GROUPS)


def rows(blank: BlankForm, name: str) -> list[Row]:
    """A list that came with the form: `households.csv`, `villages.csv`."""
    return list(csv.DictReader(io.StringIO(blank.media[name].decode("utf-8-sig"))))


def household_of(blank: BlankForm, household: str) -> tuple[Row, Row]:
    """(village, household) by the household's code in the list on the phone. Raises KeyError."""
    found = {row["name"]: row for row in rows(blank, "households.csv")}[household]
    return {row["name"]: row for row in rows(blank, "villages.csv")}[found["village"]], found


def opening(visit: Visit) -> dict[str, Any]:
    village, household = visit.village, visit.household
    places = (village["commune_name"], village["district_name"], village["province_name"])
    standing_vi, standing_en = _STANDINGS.get(household["standing"], _STANDINGS[""])
    answers = {
        "start": moment(visit.began),
        "end": moment(visit.began + timedelta(minutes=visit.minutes)),
        "deviceid": visit.device_id,
        "username": visit.username or None,
        "village": village["name"],
        "village_name": village["label"],
        **{name: village[name] or None for name in ("commune_name", "district_name", "province_name")},
        "area_kind": village["area_kind"],
        "score_area": village["score_area"],
        "place_text": ", ".join(place for at, place in enumerate(places) if place or at != 1),
        "place_shown": None,
        "household_listed": "yes",
        "household_choice": household["name"],
        "household": household["name"],
        **{name: household[name] or None for name in ("household_code", "head_name", "address", "remark")},
        "register_standing": household["standing"] or None,
        "register_members": household["members_count"] or None,
        "managed_list": household["managed_list"] or None,
        "case_state": household["state"] or None,
        "standing_vi": standing_vi,
        "standing_en": standing_en,
        "household_shown": None,
        "replaces": None,
        "interview_date": visit.began.astimezone(VIET_NAM).date().isoformat(),
        "consent": "OK",
    }
    return answers | ({"remark_shown": None} if household["remark"] else {})


def closing(chance: Random) -> dict[str, Any]:
    """Place and notes. Signatures and photo are files: interviews.py."""
    answers: dict[str, Any] = {"enumerator_note": chance.choice(_NOTES) or None}
    if chance.random() < 0.08:
        return answers | {"gps": None, "gps_reason": chance.choice(_NO_SIGNAL)}
    north, east = (round(degrees + chance.uniform(-0.02, 0.02), 7) for degrees in _PLACE)
    height, accuracy = round(chance.uniform(2, 60), 1), round(chance.uniform(3, 19), 1)
    return answers | {"gps": {"latitude": north, "longitude": east, "altitude": height, "accuracy": accuracy}}


def moment(at: datetime) -> str:
    """As JavaRosa writes a moment: local time, milliseconds, offset."""
    return at.astimezone(VIET_NAM).isoformat(timespec="milliseconds")
