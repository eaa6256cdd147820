"""Stored answers held against the JSON Schema of the version that they were filled with."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from core.mongo import newest
from form_engine.json_schema import schema_faults, schema_of
from form_engine.publishing.repository import Definitions
from submissions import repository

_AT_ONCE = 200
_FIELDS = {"answers": 1, "form_version": 1, "seq": 1}


def answers_against_schema(form_id: str, definitions: Definitions, *, now: datetime) -> Iterator[tuple[str, list[str]]]:
    """The key of each stored form that was read, newest first, with what does not fit. For the system.

    What has the wrong type is kept as text and is a finding of its submission; here it is one, too.
    """
    schemas: dict[str, dict[str, Any]] = {}
    before: int | None = None
    where = {"within": "", "is_current": True, "form_id": form_id}
    while page := newest(repository.collection(), where, now=now, before=before, limit=_AT_ONCE, fields=_FIELDS):
        for one in page:
            if one.get("answers") is None:
                continue
            version = one["form_version"]
            if version not in schemas:
                schemas[version] = schema_of(definitions.nearest(form_id, version))
            yield one["_id"], schema_faults(one["answers"], schemas[version])
        before = page[-1]["seq"]
