"""What has run out is removed, and nothing else."""

from datetime import timedelta

import pytest

from app.auth import sessions
from app.auth.models import Session
from app.jobs import housekeeping
from app.jobs.housekeeping import all_of_it, go_on_with_acts, remove_what_ended
from tests.integration.places import PASSWORD

pytestmark = pytest.mark.services


def test_only_sessions_that_ended_are_removed(enumerator, clock):
    name = enumerator.person.username
    sessions.sign_in(name, PASSWORD, address="10.0.0.1", now=clock())
    clock.advance(sessions.LIFETIME - timedelta(minutes=1))
    fresh = sessions.sign_in(name, PASSWORD, address="10.0.0.1", now=clock())
    clock.advance(timedelta(minutes=2))

    assert remove_what_ended(clock) == 1

    assert Session.objects.count() == 1
    assert sessions.find_signed_in(fresh.token, now=clock()) is not None


def test_an_act_that_can_not_be_gone_on_with_keeps_back_no_other(villages, clock, monkeypatch, caplog):
    def broken(_clock):
        raise ValueError("a document of before")

    monkeypatch.setattr(housekeeping.meeting, "settle_all", broken)
    monkeypatch.setattr(housekeeping.posting, "close_those_over", lambda _clock: 3)

    assert go_on_with_acts(clock) == 3
    assert "housekeeping stumbled" in caplog.text


def test_what_stumbles_first_keeps_back_nothing_of_the_rest(villages, clock, monkeypatch):
    done = []
    monkeypatch.setattr(housekeeping, "wake_those_waiting_long", lambda _now: 1 / 0)
    monkeypatch.setattr(housekeeping.deadlines, "watch", lambda *_: done.append("deadlines"))
    monkeypatch.setattr(housekeeping.follow_events, "settle_all", lambda _clock: done.append("events") or 0)

    all_of_it(clock)

    assert done == ["events", "deadlines"]
