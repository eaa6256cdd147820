"""Does intake cost the same when a country is stored already?

Copies of one received document, each with ids, time and place of its own, are written straight into the database.
"""

import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from core.mongo import Document, database
from core.sequence import sequence_at

_BATCH = 2_000
_VILLAGES = 10_000
_SPREAD_SECONDS = 90 * 24 * 3600


def fill(count: int) -> float:
    """Store so many more submissions beside those that are there, all read already; documents a second."""
    place = database()["submissions"]
    template = place.find_one({})
    if template is None:
        raise AssertionError("receive one first")
    began = time.perf_counter()
    copies = _copies(template, count)
    while some := list(islice(copies, _BATCH)):
        place.insert_many(some, ordered=False)
    return count / (time.perf_counter() - began)


def empty() -> None:
    database()["submissions"].delete_many({})


def _copies(template: Document, count: int) -> Iterator[Document]:
    first = template["received_at"].timestamp() - _SPREAD_SECONDS
    now = type(template["received_at"])
    for number in range(count):
        received = now.fromtimestamp(first + number * _SPREAD_SECONDS / count, tz=template["received_at"].tzinfo)
        unique = f"uuid:{number:032x}"
        village = f"46/482/{number % _VILLAGES:07d}/"
        own: dict[str, Any] = {
            "_id": f"{unique}@{template['form_id']}",
            "instance_id": unique,
            "received_at": received,
            "seq": sequence_at(received),
            "sender_area": village,
            "within": ["", "46/", "46/482/", village],
            "household_id": f"{number:020x}",
            "village_path": village,
            "processing_state": "processed",
            "work": {**template["work"], "state": "done"},
        }
        yield {**template, **own}
