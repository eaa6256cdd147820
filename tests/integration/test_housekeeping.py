"""What has run out is removed, and nothing else."""

from datetime import timedelta

import pytest

from app.auth import sessions
from app.auth.models import Session
from app.jobs.housekeeping import sweep
from tests.integration.places import PASSWORD

pytestmark = pytest.mark.services


def test_only_sessions_that_ended_are_removed(enumerator, clock):
    name = enumerator.person.username
    sessions.sign_in(name, PASSWORD, address="10.0.0.1", now=clock())
    clock.advance(sessions.LIFETIME - timedelta(minutes=1))
    fresh = sessions.sign_in(name, PASSWORD, address="10.0.0.1", now=clock())
    clock.advance(timedelta(minutes=2))

    assert sweep(clock()) == 1

    assert Session.objects.count() == 1
    assert sessions.find_signed_in(fresh.token, now=clock()) is not None
