"""When each phone last asked for something, and with which program: written now and then, not with each request."""

import re
import threading
import time
from collections import OrderedDict
from datetime import datetime

from app.auth.models import Person, PhoneSeen

_EVERY_SECONDS = 300.0
_MOST = 20_000
_LONGEST = 60
_COLLECT = re.compile(r"^org\.(odk|koboc)\.collect\.android/(\S+)")
_NAMES = {"odk": "ODK Collect", "koboc": "KoboCollect"}


def program_of(user_agent: str) -> str:
    """Such as ODK Collect v2026.3.3 for org.odk.collect.android/v2026.3.3; others as they call themselves."""
    found = _COLLECT.match(user_agent)
    return f"{_NAMES[found[1]]} {found[2]}"[:_LONGEST] if found else user_agent[:_LONGEST]


class PhonesSeen:
    """One write per phone, program and five minutes of a process, since each write waits for the disk."""

    def __init__(self) -> None:
        self._written: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, person_id: str, user_agent: str, *, at: datetime) -> None:
        program = program_of(user_agent)
        with self._lock:
            if self._written.get((person_id, program), 0.0) > time.monotonic():
                return
            self._written[person_id, program] = time.monotonic() + _EVERY_SECONDS
            self._written.move_to_end((person_id, program))
            while len(self._written) > _MOST:
                self._written.popitem(last=False)
        Person.objects(id=person_id).update_one(set__phone_seen=PhoneSeen(at=at, program=program))
