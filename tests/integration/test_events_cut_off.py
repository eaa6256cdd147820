"""Every event of a household, cut off at each of its writes: done again, or gone on with, it has one effect."""

import pytest

from registry import household_events
from registry.rules.household_events import Kind
from tests.integration import snapshots
from tests.integration.cut_off import Writes, once_wherever_it_is_cut
from tests.integration.families import ON, happened, settle_family
from tests.integration.places import VILLAGE_2

pytestmark = pytest.mark.services

EVENTS = {
    Kind.SPLIT: {"persons": ("con",), "head": "con", "code": "H9"},
    Kind.MERGED: {"other": "h2"},
    Kind.MOVED: {"village": VILLAGE_2, "address": "Xóm 9"},
    Kind.MOVED_OUT: {"destination": "Quảng Trị"},
    Kind.DIED: {"persons": ("an",), "head": "ba"},
    Kind.MEMBER_IN: {"name": "Trần Bé", "relation": "03", "birth": ON.isoformat(), "sex": "female"},
    Kind.MEMBER_OUT: {"persons": ("con",)},
    Kind.CORRECTED: {"head_name": "Trần Văn Ấn", "code": "H1b", "address": "Xóm 3"},
}
TAKEN_BACK = {Kind.MOVED, Kind.MOVED_OUT, Kind.DIED, Kind.MEMBER_OUT, Kind.CORRECTED}


@pytest.fixture
def family(villages, clock):
    settle_family(clock)


@pytest.fixture
def writes(monkeypatch):
    return Writes(monkeypatch)


def test_every_event_of_a_household_has_one_effect(opened, family, writes, clock):
    at_the_start = snapshots.take()

    def once(name, act):
        once_wherever_it_is_cut(name, act, writes, clock)

    for kind, told in EVENTS.items():
        once(kind, lambda kind=kind, told=told: happened(kind, clock, **told))
        if kind in TAKEN_BACK:
            (event,) = household_events.of_household("h1")
            once(f"{kind} taken back", lambda event=event: happened(Kind.UNDONE, clock, event=event.id, key="back"))
        snapshots.go_back_to(at_the_start)
