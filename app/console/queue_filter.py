"""The queue's filters: read from the address, written back to it, told as chips. Same address, same rows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

from app.console.words import FINDING_NAMES, STANDINGS
from submissions.repository import Wanted
from submissions.rules.review_state import ReviewState

STATES: Mapping[str, tuple[str, ...]] = {
    "cho": (ReviewState.RECEIVED, ReviewState.EDITED),
    "chua-xem": (ReviewState.RECEIVED,),
    "gui-lai": (ReviewState.EDITED,),
    "tra-lai": (ReviewState.HAS_ISSUES,),
    "duyet": (ReviewState.APPROVED,),
    "tat-ca": (),
}
WAITING = "cho"

_ADDRESS = {
    "state": "trang-thai",
    "form_id": "phieu",
    "village": "thon",
    "finding": "canh-bao",
    "standing": "xep-loai",
    "received_by": "nguoi-gui",
}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Empty means any, except for `state`: what waits for a verdict."""

    state: str = WAITING
    form_id: str = ""
    village: str = ""
    finding: str = ""
    standing: str = ""
    received_by: str = ""

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            form_id=self.form_id,
            village=self.village,
            review_states=STATES[self.state],
            finding=self.finding,
            standing=self.standing,
            received_by=self.received_by,
        )

    @property
    def narrowed(self) -> tuple[str, ...]:
        """Names of the filters that are set, beside the state."""
        return tuple(one.name for one in fields(self) if one.name != "state" and getattr(self, one.name))

    @property
    def query(self) -> str:
        """For the address, without "?"; "" for the queue as it opens."""
        told = {_ADDRESS[one.name]: getattr(self, one.name) for one in fields(self)}
        return urlencode({name: value for name, value in told.items() if value and (name, value) != _OPENS_WITH})

    def but(self, **changes: str) -> "QueueFilter":
        return replace(self, **changes)


_OPENS_WITH = (_ADDRESS["state"], WAITING)


def read_filter(args: Mapping[str, str]) -> QueueFilter:
    """What an address asks for; a value that can't be is taken as not said."""
    told = {name: args.get(key, "").strip()[:_LONGEST] for name, key in _ADDRESS.items()}
    if told["state"] not in STATES:
        told["state"] = WAITING
    if told["finding"] not in FINDING_NAMES:
        told["finding"] = ""
    if told["standing"] not in STANDINGS:
        told["standing"] = ""
    return QueueFilter(**told)


def read_query(query: str) -> QueueFilter:
    """The filter that a page was opened from (`tu=`)."""
    return read_filter(dict(parse_qsl(query[:2_000])))
