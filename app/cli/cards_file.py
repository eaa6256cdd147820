"""The sheet of cards as a file of its own, for whoever enrols people from the command line."""

from collections.abc import Iterable
from pathlib import Path

from flask import render_template

from app.auth.models import Person
from app.console import places
from app.console.assets import content_of
from app.console.phones import sheets
from app.enrolment.cards import make_cards
from app.web import create_app
from config.settings import Settings
from core.actor import SYSTEM
from core.clock import utc_now


def write_cards(path: Path, persons: Iterable[Person], settings: Settings) -> None:
    """Give each person a new key and write the page that shows them, readable for its owner only."""
    chosen = list(persons)
    names = places.names_of_places(one.area_path for one in chosen)
    cards = make_cards(chosen, server=settings.base_url, places=names, with_passwords=False, by=SYSTEM, at=utc_now())
    with create_app(settings).test_request_context("/"):
        page = render_template("console/cards_file.html", sheets=sheets(cards), css=content_of("cards.css"))
    path.touch(mode=0o600)
    path.write_text(page, encoding="utf-8")
