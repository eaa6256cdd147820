"""What pages and API share about applications: whole identity numbers leave a trace, else the last digits."""

from app.persons import NUMBERS_SEEN
from app.wiring import deps
from core import audit
from core.actor import Actor
from core.mongo import Document
from registry.rules.identity import masked
from review.application_models import Application

_MOST_TRACED = 300


def masked_number(application: Application) -> str:
    return masked(application.identity) if application.identity else ""


def number_for(application: Application, by: Actor) -> str:
    """The whole number, for somebody with the duty (person.identify). Written down before it is told."""
    audit.record(NUMBERS_SEEN, by=by.id, subject=application.id, at=deps().clock())
    return str(application.identity)


def who_looked(application: Application) -> list[Document]:
    """Who opened its number, the latest first."""
    return [one for one in audit.about(application.id, most=_MOST_TRACED) if one["act"] == NUMBERS_SEEN]
