"""Documents with a revision: changed only if they are still as they were read, in one update."""

from collections.abc import Mapping
from typing import Any, TypeVar

from mongoengine import Document

Kept = TypeVar("Kept", bound=Document)


def change(document: Kept, changes: Mapping[str, Any], stale: Exception, **more: Any) -> Kept:
    """Set these fields, and whatever else `more` asks of mongoengine (`push__...`). Raises `stale`, writing nothing."""
    update = {f"set__{name}": value for name, value in changes.items()} | more
    as_read = type(document).objects(id=document.id, revision=document.revision)
    changed: Kept | None = as_read.modify(new=True, inc__revision=1, **update)
    if changed is None:
        raise stale
    return changed


def note_settled(document: Document) -> None:
    """The cases stand where this document puts them; said only if it is still as it was when they were set."""
    type(document).objects(id=document.id, revision=document.revision).update_one(set__is_settled=True)
