"""A small country for a test: a commune of two villages, a few households, people who come when they are asked for."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from werkzeug.test import TestResponse

from app.auth import people, phone_keys
from app.auth.models import Person
from app.auth.permissions import Role
from app.training.multipart import bodies
from core.actor import SYSTEM, Actor
from core.clock import Clock, local_day
from registry import repository as registry
from review.actions.rounds import list_households, open_round
from review.models import Round

PROVINCE, DISTRICT, COMMUNE = "46/", "46/482/", "46/482/20128/"
VILLAGE_1, VILLAGE_2 = f"{COMMUNE}2012801/", f"{COMMUNE}2012802/"
PASSWORD = "mot-mat-khau-dai"

_numbers = itertools.count(1)


def settle(clock: Clock) -> None:
    since = date(2016, 1, 1)
    for path, kind, name in ((PROVINCE, "province", "Huế"), (DISTRICT, "district", "Phú Lộc")):
        registry.keep_area(path, kind=kind, name=name, valid_from=since)
    for path, kind, name in (
        (COMMUNE, "commune", "Xã Lộc Bình"),
        (VILLAGE_1, "village", "Thôn 1"),
        (VILLAGE_2, "village", "Thôn 2"),
    ):
        registry.keep_area(path, kind=kind, name=name, valid_from=since, area_kind="rural", score_area="NT3")
    for household, village, name, standing in (
        ("h1", VILLAGE_1, "Trần Văn Ân", "poor"),
        ("h2", VILLAGE_1, "Hồ Thị Bưởi", "non_poor"),
        ("h3", VILLAGE_2, "Lê Thị Đào", "near_poor"),
    ):
        registry.register_household(
            household,
            code=household.upper(),
            head_name=name,
            address="Xóm 1",
            village_path=village,
            source="managed_list" if standing != "non_poor" else "application",
            at=clock(),
            members_count=3,
            standings=[(2025, standing, "vn-2016-2020")],
        )


def a_round(clock: Clock) -> Round:
    today = local_day(clock())
    opened = open_round(
        "round",
        name="Đợt thử",
        kind="periodic",
        year=today.year,
        commune=registry.get_area(COMMUNE),
        ruleset_id="vn-2016-2020",
        opens_on=today,
        closes_on=today + timedelta(days=30),
        by=SYSTEM,
        clock=clock,
        is_training=True,
    )
    list_households(opened, registry.households_within(COMMUNE, seen_by=SYSTEM), by=SYSTEM, clock=clock)
    return opened


@dataclass
class Somebody:
    person: Person
    key: str

    @property
    def actor(self) -> Actor:
        return people.actor_of(self.person)

    @property
    def door(self) -> str:
        return f"/openrosa/key/{self.key}"


def somebody(clock: Clock, role: Role = Role.ENUMERATOR, area: str = VILLAGE_1, username: str = "") -> Somebody:
    person = people.add_person(
        username=username or f"nguoi{next(_numbers):04d}",
        name="Người Thử",
        roles=[role],
        area_path=area,
        password=PASSWORD,
        at=clock(),
    )
    return Somebody(person, phone_keys.issue(person, at=clock()))


# --- forms ----------------------------------------------------------------------------------------------------


def a_workbook(version: str = "1", form_id: str = "hop_thon", extra: str = "") -> bytes:
    """A form with two pictures, as a Markdown table."""
    return f"""
| survey |
| | type | name | label |
| | text | told | Nội dung |
| | integer | people | Số người |
| | image | photo | Ảnh |
| | image | paper | Biên bản |
{extra}
| settings |
| | form_id | version | form_title |
| | {form_id} | {version} | Họp thôn {form_id} |
""".encode()


def an_instance(
    instance_id: str | None = None, *, form_id: str = "hop_thon", version: str = "1", deprecated: str = "", **told: str
) -> bytes:
    """A filled form. instance_id: made when it is None, left out when it is empty."""
    root = etree.Element("data", id=form_id, version=version)
    for name, value in ({"told": "x", "people": "12"} | told).items():
        etree.SubElement(root, name).text = value
    meta = etree.SubElement(root, "meta")
    ids = {"instanceID": f"uuid:{uuid4()}" if instance_id is None else instance_id, "deprecatedID": deprecated}
    for name, value in ids.items():
        if value:
            etree.SubElement(meta, name).text = value
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


# --- phones and programs --------------------------------------------------------------------------------------


def send(
    client: FlaskClient, door: str, xml: bytes, files: Mapping[str, bytes] | None = None, **headers: str
) -> TestResponse:
    """One POST with all files, as a phone sends it."""
    body = next(bodies(xml, "form.xml", files or {}, limit=10**9, boundary="x0x0x0"))
    return send_body(client, door, body.content, body.content_type, **headers)


def send_body(client: FlaskClient, door: str, body: bytes, content_type: str, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"{door}/submission?deviceID=collect%3Aabc", data=body, content_type=content_type, headers=named)


def parts(*given: tuple[str, str | None, bytes], boundary: str = "x0x0x0") -> tuple[bytes, str]:
    """A multipart body of parts (name, filename, content), written by hand."""
    pieces = []
    for name, filename, content in given:
        disposition = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename is not None else "")
        pieces.append(f"--{boundary}\r\nContent-Disposition: {disposition}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(pieces) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def token_of(html: str, name: str = "csrf_token") -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None, f"no {name} on the page"
    return unescape(found.group(1))


def sign_in(client: FlaskClient, who: "Somebody") -> FlaskClient:
    """This person sits before this browser from now on."""
    told = {"csrf_token": token_of(client.get("/dang-nhap").text), "username": who.person.username}
    assert client.post("/dang-nhap", data={**told, "password": PASSWORD}).status_code == 303
    return client


def at_a_desk(app: Flask, who: "Somebody") -> FlaskClient:
    """A browser of his own in which this person is signed in."""
    return sign_in(app.test_client(), who)


def told(answer: TestResponse) -> str:
    """The sentence of an envelope. Fails when it is none."""
    assert answer.content_type == "text/xml; charset=utf-8", answer.content_type
    root = etree.fromstring(answer.data)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    return root.findtext("{http://openrosa.org/http/response}message") or ""


@dataclass
class Program:
    """Calls the API after signing in."""

    client: FlaskClient
    username: str
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, app: Flask, who: Somebody) -> "Program":
        made = cls(app.test_client(), who.person.username)
        answer = made.call("POST", "/sessions", {"username": made.username, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        made.headers["Authorization"] = f"Bearer {answer.json['token']}"
        return made

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=self.headers | named)

    def all_pages(self, path: str, limit: int) -> Sequence[Any]:
        found: list[Any] = []
        cursor = ""
        while True:
            answer = self.call("GET", f"{path}{'&' if '?' in path else '?'}limit={limit}&cursor={cursor}")
            assert answer.status_code == 200, answer.text
            assert len(answer.json["items"]) <= limit
            found += answer.json["items"]
            cursor = answer.json["next_cursor"] or ""
            if not cursor:
                return found
