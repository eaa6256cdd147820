"""What all papers share: the official heading, days, classes, counts, signatures. Vietnamese. Source: templates, 0."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.documents.numbers_in_words import in_words
from app.documents.paper import Block, Columns, Para, Run, b, centred, i, left
from registry.models import Area

CLASSES = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "non_poor": "Hộ không nghèo"}
COMMITTEE = "ỦY BAN NHÂN DÂN"
_NO_DAY = "ngày ..... tháng ..... năm ....."
_ROOM_TO_SIGN = 22
_DISTRICTS_UNTIL = date(2025, 6, 30)
"""Source: review procedure, section 9."""
_ABOVE_VILLAGE = re.compile("^(Xã|Phường|Thị trấn|Đặc khu|Huyện|Quận|Thị xã|Thành phố|Tỉnh) ", re.IGNORECASE)
_VILLAGE = re.compile("^(Thôn|Bản|Ấp|Tổ dân phố) ")


def names_of(area: Sequence[Area]) -> Mapping[str, str]:
    """Name by kind of area: province, district, commune, village."""
    return {one.kind: one.name for one in area}


def in_a_sentence(place: str) -> str:
    """What kind of unit it is begins small there: Ủy ban nhân dân xã Lộc Bình."""
    return place[:1].lower() + place[1:] if _ABOVE_VILLAGE.match(place) or _VILLAGE.match(place) else place


def commune_of(area: Sequence[Area]) -> str:
    """As it is written within a sentence."""
    return in_a_sentence(names_of(area).get("commune", ""))


def village_of(area: Sequence[Area]) -> str:
    return names_of(area).get("village", "")


def place_and_day(place: str, day: date | None) -> str:
    """place: what kind of unit it is is left out: Xã Lộc Bình is Lộc Bình, Thôn 4 stays what it is."""
    return f"{_ABOVE_VILLAGE.sub('', place)}, {day_told(day)}"


def heading(issuer: Sequence[Para], place_date: str) -> Columns:
    """Who issues the paper on the left, the national heading with place and day on the right."""
    country = (
        centred(b("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), size=12),
        centred(Run("Độc lập - Tự do - Hạnh phúc", "bu"), size=13),
        centred(i(place_date), size=13, before=1),
    )
    return Columns((tuple(issuer), country), (2, 3))


def of_the_committee(
    area: Sequence[Area], *, on: date | None = None, number: str = "", about: str = ""
) -> tuple[Para, ...]:
    """ỦY BAN NHÂN DÂN XÃ ..., below its district as long as there were districts; the number of the paper; what it is
    about, where it has no title. on: the day of the paper."""
    commune, district = commune_of(area).upper(), names_of(area).get("district", "").upper()
    told = [centred(b(COMMITTEE), size=12), centred(b(commune), size=12)]
    if district and on is not None and on <= _DISTRICTS_UNTIL:
        told = [centred(f"UBND {district}", size=12), centred(b(f"UBND {commune}"), size=12)]
    told += [centred(f"Số: {number}")] if number else []
    return (*told, *([centred(about, size=12)] if about else []))


def of_the_village(area: Sequence[Area]) -> tuple[Para, ...]:
    return (centred(f"UBND {commune_of(area).upper()}", size=12), centred(b(village_of(area).upper()), size=12))


def titled(title: str, *lines: str, before: float = 4) -> tuple[Para, ...]:
    """The name of a paper in the middle, what it is about below it."""
    below = [centred(b(line), is_sticky=True) for line in lines]
    return (centred(b(title), size=14, before=before, is_sticky=True), *below)


def signed(
    *titles: str, name: str = "", sealed: bool = True, to: Sequence[str] = (), beside: Sequence[Block] = ()
) -> Columns:
    """Who gets the paper on the left, or what else stands there; office, room to sign and name on the right."""
    received = (left(Run("Nơi nhận:", "bi"), size=12), *(left(f"- {one}", size=11) for one in to)) if to else ()
    return Columns(((*received, *beside), _hand(titles, name, sealed=sealed)), before=4)


def signatures(*people: tuple[str, str]) -> Columns:
    """Side by side: office and name of each."""
    return Columns(tuple(_hand((duty.upper(),), name, sealed=False) for duty, name in people), before=4)


def offices(title: str) -> tuple[str, ...]:
    """The lines above a signature: "KT. Chủ tịch / Phó Chủ tịch" is two."""
    return tuple(one.strip().upper() for one in title.split("/") if one.strip())


def _hand(titles: Sequence[str], name: str, *, sealed: bool) -> tuple[Para, ...]:
    how = "(Ký, đóng dấu)" if sealed else "(Ký, ghi rõ họ tên)"
    return (*(centred(b(one)) for one in titles), centred(i(how)), centred(b(name), before=_ROOM_TO_SIGN))


def day_told(day: date | None) -> str:
    """Days below 10 and the first two months have two figures, so that none can be written before them."""
    if day is None:
        return _NO_DAY
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def dotted(told: str | None, dots: int) -> str:
    """Dots to be written on where nobody told it."""
    return told or "." * dots


def birth_told(birth: str | None) -> str:
    """Day first, as exactly as it is known: 06/05/1938, 05/1938, 1938."""
    return "/".join(reversed((birth or "").split("-")))


def number_told(number: int) -> str:
    """With points between thousands."""
    return f"{number:,}".replace(",", ".")


def households_told(count: int) -> str:
    """In figures and in words: 1.234 hộ (bằng chữ: ...)."""
    return f"{number_told(count)} hộ (bằng chữ: {in_words(count)} hộ)"


def list_ends(count: int) -> Para:
    """What stands below a list, so that no row can be added."""
    return left(f"Danh sách này có {households_told(count)}.")


def heads_of(rows: Iterable[Any]) -> int:
    """People of all these households; who was not counted is nobody."""
    return sum(one.members_count or 0 for one in rows)


def per_cent(part: int, whole: int) -> str:
    """One figure after the comma, none where it is nought; empty when there is nothing to divide by."""
    return f"{100 * part / whole:.1f}".removesuffix(".0").replace(".", ",") if whole else ""


def counts_of(rows: Iterable[Any]) -> dict[str, int]:
    """Poor and near poor; those who left poverty (whatever they are now) and those who left near poverty upwards."""
    return {name: len(those) for name, those in _by_list(rows).items()}


def people_of(rows: Iterable[Any]) -> dict[str, int]:
    """As counts_of, of people; who was not counted is nobody."""
    return {name: sum(one.members_count or 0 for one in those) for name, those in _by_list(rows).items()}


def _by_list(rows: Iterable[Any]) -> dict[str, list[Any]]:
    told = list(rows)
    return {
        "poor": [one for one in told if one.standing == "poor"],
        "near_poor": [one for one in told if one.standing == "near_poor"],
        "left_poor": [one for one in told if one.standing_before == "poor" and one.standing != "poor"],
        "left_near_poor": [one for one in told if (one.standing_before, one.standing) == ("near_poor", "non_poor")],
    }


def counts_told(counts: Mapping[str, int], people: Mapping[str, int] | None = None) -> str:
    """people: of the same lists, told beside each count."""
    words = {
        "poor": "hộ nghèo",
        "near_poor": "hộ cận nghèo",
        "left_poor": "hộ thoát nghèo",
        "left_near_poor": "hộ thoát cận nghèo",
    }
    heads = {name: f" ({number_told(people[name])} nhân khẩu)" if people else "" for name in words}
    return ", ".join(f"{told} {number_told(counts[name])}{heads[name]}" for name, told in words.items())


def class_of(standing: str | None) -> str:
    return CLASSES.get(standing or "", "–")
