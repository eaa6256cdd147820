"""Inserts that share one durable write; pages that cost the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from pymongo.errors import DuplicateKeyError

from core import mongo
from core.mongo import SharedInsert, newest
from core.sequence import first_of, sequence_at

pytestmark = pytest.mark.services


def insert_together(shared, documents):
    """Insert from as many threads at one moment; the exception of each, None for a success."""
    together = Barrier(len(documents))

    def insert(document):
        together.wait()
        try:
            shared.insert(document)
        except Exception as error:  # noqa: BLE001
            return error
        return None

    with ThreadPoolExecutor(len(documents)) as threads:
        return list(threads.map(insert, documents))


def test_a_crowd_is_inserted_whole(blobs):
    place = mongo.database()["crowd"]

    heard = insert_together(SharedInsert(place, largest=7), [{"_id": number} for number in range(50)])

    assert heard == [None] * 50
    assert sorted(one["_id"] for one in place.find()) == list(range(50))


def test_a_failure_of_one_touches_no_other(blobs):
    place = mongo.database()["crowd"]
    place.insert_many([{"_id": number, "was": "here"} for number in (3, 7)])

    heard = insert_together(SharedInsert(place), [{"_id": number} for number in range(20)])

    assert [number for number, error in enumerate(heard) if error] == [3, 7]
    assert all(isinstance(error, DuplicateKeyError) for error in heard if error)
    assert place.count_documents({}) == 20
    assert place.find_one({"_id": 3})["was"] == "here"


def test_of_equal_ids_in_one_batch_one_is_inserted(blobs):
    place = mongo.database()["crowd"]

    heard = insert_together(SharedInsert(place), [{"_id": "same", "from": number} for number in range(24)])

    assert sum(error is None for error in heard) == 1
    assert all(isinstance(error, DuplicateKeyError) for error in heard if error)
    assert place.find_one()["from"] == heard.index(None)


def test_a_document_that_cannot_be_written_spoils_the_batch_only_for_its_callers(blobs):
    place = mongo.database()["crowd"]
    shared = SharedInsert(place)

    heard = insert_together(shared, [{"_id": 1, "value": object()}])
    after = insert_together(shared, [{"_id": 2}])

    assert heard[0] is not None
    assert after == [None]


def test_another_connection_to_the_same_server_inserts_into_its_own_database(blobs, settings):
    first = mongo.shared_insert("crowd")
    first.insert({"_id": 1})

    mongo.connect(settings.mongodb_uri, f"{settings.mongodb_database}b")
    try:
        mongo.shared_insert("crowd").insert({"_id": 2})
        there = list(mongo.database()["crowd"].find())
    finally:
        mongo.database().client.drop_database(f"{settings.mongodb_database}b")
        mongo.connect(settings.mongodb_uri, settings.mongodb_database)

    assert there == [{"_id": 2}]
    assert list(mongo.database()["crowd"].find()) == [{"_id": 1}]


# --- pages ----------------------------------------------------------------------------------------------------


def test_pages_go_through_all_once_newest_first_however_far_apart(blobs, clock):
    place = mongo.database()["rows"]
    ages = [0, 1, 1, 1, 59, 61, 3600, 90_000, 90_001, 40_000_000, 300_000_000]
    place.insert_many(
        [{"seq": sequence_at(clock.now - timedelta(seconds=age)), "kind": "a", "age": age} for age in ages]
        + [{"seq": sequence_at(clock.now - timedelta(seconds=age)), "kind": "b"} for age in ages]
    )

    found, before = [], None
    while page := newest(place, {"kind": "a"}, now=clock.now, before=before, limit=3):
        assert len(page) <= 3
        found += page
        before = page[-1]["seq"]

    assert [one["age"] for one in found] == ages
    assert [one["seq"] for one in found] == sorted((one["seq"] for one in found), reverse=True)


def test_a_page_leaves_out_what_was_not_asked_for(blobs, clock):
    place = mongo.database()["rows"]
    place.insert_one({"seq": first_of(clock.now), "kind": "a", "long": "x" * 1000})

    (found,) = newest(place, {"kind": "a"}, now=clock.now, before=None, limit=5, fields={"long": 0})

    assert "long" not in found


def test_what_came_within_the_last_moments_of_another_clock_is_on_the_first_page(blobs, clock):
    place = mongo.database()["rows"]
    place.insert_one({"seq": sequence_at(clock.now + timedelta(seconds=3)), "kind": "a"})

    assert len(newest(place, {"kind": "a"}, now=clock.now, before=None, limit=5)) == 1
