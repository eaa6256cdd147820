"""Failed sign-ins are counted by account and by address, in the database, so that all web processes share them; so is
what strangers do on public pages."""

from datetime import datetime, timedelta

from pymongo.errors import DuplicateKeyError

from app.auth.errors import TooManyFailures, TooManyTurns
from app.auth.models import FailedSignIns

WINDOW = timedelta(minutes=15)
MOST_BY_ACCOUNT = 200
"""From wherever: high, since whoever knows a name could otherwise shut its owner out."""
MOST_BY_ACCOUNT_AND_ADDRESS = 10
MOST_BY_ADDRESS = 100
"""Many people of a commune office share one address."""


def require_not_throttled(account: str, address: str, *, now: datetime) -> None:
    """Raises TooManyFailures with the seconds to wait."""
    most = dict(_keys(account, address))
    for found in FailedSignIns.objects(id__in=list(most)):
        if found.window_ends > now and found.count >= most[found.id]:
            raise TooManyFailures(retry_after=int((found.window_ends - now).total_seconds()) + 1)


def count_failure(account: str, address: str, *, now: datetime) -> None:
    for key, _most in _keys(account, address):
        running = FailedSignIns.objects(id=key, window_ends__gt=now).modify(inc__count=1)
        if running is None:
            _open_window(key, now)


def _open_window(key: str, now: datetime) -> None:
    try:
        FailedSignIns.objects(id=key).modify(upsert=True, set__count=1, set__window_ends=now + WINDOW)
    except DuplicateKeyError:  # another process opened it at this moment
        FailedSignIns.objects(id=key).modify(inc__count=1)


def take_turn(what: str, address: str, *, most: int, now: datetime) -> None:
    """Count one more of what anybody may do from an address. Raises TooManyTurns beyond `most` in the window."""
    key = f"{what} {address}"
    found = FailedSignIns.objects(id=key, window_ends__gt=now).first()
    if found is None:
        _open_window(key, now)
        return
    if found.count >= most:
        raise TooManyTurns(retry_after=int((found.window_ends - now).total_seconds()) + 1)
    FailedSignIns.objects(id=key).modify(inc__count=1)


def forget_failures(account: str, address: str) -> None:
    FailedSignIns.objects(id=f"account {account} {address}").delete()


def _keys(account: str, address: str) -> list[tuple[str, int]]:
    return [
        (f"account {account} {address}", MOST_BY_ACCOUNT_AND_ADDRESS),
        (f"account {account}", MOST_BY_ACCOUNT),
        (f"address {address}", MOST_BY_ADDRESS),
    ]
