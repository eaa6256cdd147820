"""Look-ups that share one query."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from core import mongo
from core.mongo import SharedLookup

pytestmark = pytest.mark.services


def test_each_of_a_crowd_finds_his_own(blobs):
    place = mongo.database()["holders"]
    place.insert_many([{"_id": number, "keys": [f"a{number}", f"b{number}"], "more": "x"} for number in range(20)])
    lookup = SharedLookup(place, "keys", {"_id": 1})
    asked = [f"{kind}{number}" for number in range(24) for kind in "ab"] * 2
    together = Barrier(len(asked))

    def find(key):
        together.wait()
        return lookup.find(key)

    with ThreadPoolExecutor(len(asked)) as threads:
        found = list(threads.map(find, asked))

    assert [one and one["_id"] for one in found] == [int(key[1:]) if int(key[1:]) < 20 else None for key in asked]
    assert all("more" not in one for one in found if one)


def test_what_changed_before_the_question_is_in_the_answer(blobs):
    place = mongo.database()["holders"]
    place.insert_one({"_id": 1, "keys": ["old"]})
    lookup = SharedLookup(place, "keys", {"_id": 1})
    assert lookup.find("old")["_id"] == 1

    place.update_one({"_id": 1}, {"$set": {"keys": ["new"]}})

    assert lookup.find("old") is None
    assert lookup.find("new")["_id"] == 1
