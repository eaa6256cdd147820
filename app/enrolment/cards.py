"""Cards for phones: a QR code in ODK Collect's settings format for each person (protocol rules Q1, Q2)."""

import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import segno

from app.auth import people, phone_keys
from app.auth.models import Person
from core import audit
from core.actor import Actor
from core.ids import new_password

_COLOUR = "#0a5c43"
_LONGEST_NAME = 28
_LONGEST_USERNAME = 16


@dataclass(frozen=True, slots=True)
class Card:
    """Shown once: the key in `address` is known to nobody afterwards. password: "" unless a new one was asked for."""

    name: str
    username: str
    roles: tuple[str, ...]
    place: str
    address: str
    password: str
    svg: str


def settings_text(server_url: str, project: str, *, icon: str = "R") -> str:
    """The text of the code: base64 of a zlib stream of JSON, and as little in it as possible."""
    settings = {
        "general": {"server_url": server_url, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular"},
        "project": {"name": project[:_LONGEST_NAME], "icon": icon, "color": _COLOUR},
        "admin": {},
    }
    told = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(told.encode(), 9)).decode()


def project_name(username: str, place: str) -> str:
    """What the phone calls the project: whose it is comes first, since one phone may carry those of several people."""
    return f"{username[:_LONGEST_USERNAME]} {place or 'Rà Soát'}"


def qr_svg(text: str) -> str:
    """Black squares on white as SVG, sized by the page that shows it; the quiet zone is in it."""
    code = segno.make(text, error="l", micro=False, boost_error=False)
    return str(code.svg_inline(omitsize=True, border=4, light="#fff", svgclass="qr", lineclass=None))


def make_cards(
    persons: Iterable[Person],
    *,
    server: str,
    places: dict[str, str],
    with_passwords: bool,
    by: Actor,
    at: datetime,
) -> list[Card]:
    """A new key for each, in place of the old ones, which end now: keys are kept as hashes, so no card prints twice.

    server: origin of the phones' address. places: names by area path.
    """
    chosen = list(persons)
    passwords = {one.id: new_password() for one in chosen} if with_passwords else {}
    for one in chosen if with_passwords else ():
        people.set_password(one, passwords[one.id], at=at)
    keys = phone_keys.renew_many(chosen, at=at)
    return [
        _card(
            one,
            f"{server}/openrosa/key/{keys[one.id]}",
            places.get(one.area_path, ""),
            passwords.get(one.id, ""),
            by,
            at,
        )
        for one in chosen
    ]


def _card(person: Person, address: str, place: str, password: str, by: Actor, at: datetime) -> Card:
    audit.record("phone.card_made", by=by.id, subject=person.id, at=at)
    return Card(
        name=person.name,
        username=person.username,
        roles=tuple(person.roles),
        place=place,
        address=address,
        password=password,
        svg=qr_svg(settings_text(address, project_name(person.username, place))),
    )
