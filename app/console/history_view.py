"""What happened to a form or a case and who did it, newest first; and who looked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

VIEWED = "submission.viewed"


@dataclass(frozen=True, slots=True)
class Event:
    act: str
    who: str
    at: datetime
    reason: str = ""


def people_in(history: Iterable[Mapping[str, Any]]) -> list[str]:
    return [one["by"] for one in history if one["by"]]


def events(history: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[Event]:
    """names: of people by id; who is unknown is the system."""
    told = [
        Event(one["act"], names.get(one["by"], "Rà Soát"), one["at"], str((one.get("facts") or {}).get("reason") or ""))
        for one in history
    ]
    return sorted(told, key=lambda event: event.at, reverse=True)


def last_looks(entries: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[Event]:
    """Who looked at it, each once, with the last time. entries: newest first."""
    seen: dict[str, Event] = {}
    for one in entries:
        if one["act"] == VIEWED and one["by"] not in seen:
            seen[one["by"]] = Event(VIEWED, names.get(one["by"], one["by"]), one["at"])
    return list(seen.values())
