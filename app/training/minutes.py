"""Minutes of a village meeting of the training commune, which agrees on all that it talks about."""

from datetime import date

from app.training.commune import VILLAGES
from core.actor import Actor
from review.models import Meeting
from review.rules.meeting import Body, Delegation, Minutes, Person, Vote

_PRESENT = 31


def house_of(village: str) -> str:
    """Where a village meets."""
    name = next(name for path, name, _ in VILLAGES if path == village)
    return f"Nhà văn hóa {name.split(' - ')[-1]}"


def agreed(meeting: Meeting, *, on: date, head: Actor) -> Minutes:
    return Minutes(
        held_on=on,
        place=house_of(meeting.village_path),
        chair=Person(head.name, "Trưởng thôn"),
        secretary=Person("Phan Thị Hạnh", "Bí thư chi đoàn"),
        witness="Hồ Văn Lượng",
        present=_PRESENT,
        households=len(meeting.agenda),
        guests="",
        delegations=(
            Delegation(Body.COMMITTEE, 1, "Ngô Công Minh, công chức văn hóa - xã hội"),
            Delegation(Body.FRONT, 1, "Trần Thị Thu, Ủy viên"),
        ),
        votes=tuple(Vote(one, _PRESENT, 0, "agreed") for one in meeting.agenda),
    )
