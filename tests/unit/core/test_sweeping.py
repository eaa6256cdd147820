"""One thing that can't be gone on with keeps back no other; a database that is away does."""

from types import SimpleNamespace

import pytest
from pymongo.errors import ServerSelectionTimeoutError

from core.sweeping import each


def things(*names):
    return [SimpleNamespace(id=one) for one in names]


def test_those_behind_the_one_that_stumbles_are_settled_and_the_log_names_it(caplog):
    settled = []

    def settle(one):
        if one.id == "b":
            raise LookupError("a document of before")
        settled.append(one.id)

    assert each(things("a", "b", "c"), settle) == 2
    assert settled == ["a", "c"]
    assert [one.subject for one in caplog.records] == ["b"]


def test_documents_as_they_are_read_are_named_too(caplog):
    assert each([{"_id": "d"}], lambda _one: 1 / 0) == 0
    assert [one.subject for one in caplog.records] == ["d"]


def test_a_database_that_is_away_ends_it():
    def settle(_one):
        raise ServerSelectionTimeoutError("away")

    with pytest.raises(ServerSelectionTimeoutError):
        each(things("a", "b"), settle)
