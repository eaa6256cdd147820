"""What has run out is removed now and then by each worker: sessions, and counts of failed sign-ins."""

from datetime import datetime, timedelta

from app.auth.models import FailedSignIns, Session

EVERY = timedelta(minutes=30)


def sweep(now: datetime) -> int:
    """Remove sessions and windows that ended; returns how many."""
    ended: int = Session.objects(expires_at__lt=now).delete()
    return ended + int(FailedSignIns.objects(window_ends__lt=now).delete())
