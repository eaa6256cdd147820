"""The people of a journey: an enumerator with his phone, and somebody who signs in to the API."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Self
from urllib.parse import quote

import urllib3
from lxml import etree
from pymongo import MongoClient
from pymongo.database import Database

from app.training.interviews import FilledForm, fill
from app.training.phone import BlankForm, Phone
from app.training.visit import Row, Visit, rows
from core.clock import utc_now
from form_engine.scoring_sheet import ScoringSheet
from review.rulesets import get_ruleset
from tests.system import ROOT, System, wait_until

VILLAGE_1, VILLAGE_2 = "46/482/20128/2012801/", "46/482/20128/2012802/"
RULESET = "vn-2016-2020"

_seeds = itertools.count(1)
_visited: set[tuple[str, str]] = set()


class Enumerator:
    """Somebody with a phone. Every household he is given is one that no other test visits."""

    def __init__(self, system: System, username: str) -> None:
        self._told = system.person(username)
        self._place = str(system.data_dir)
        self._port = system.port
        self.phone = Phone(self._told["openrosa_url"])
        self.chance = Random(next(_seeds))
        self.blank = {listed.form_id: self.phone.download(listed) for listed in self.phone.form_list()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.phone.__exit__()

    def phone_on(self, port: int) -> Phone:
        """The same phone on another line to the server."""
        return Phone(self._told["openrosa_url"].replace(f":{self._port}/", f":{port}/"))

    def refresh(self) -> None:
        self.blank = {listed.form_id: self.phone.download(listed) for listed in self.phone.form_list()}

    @property
    def sheet(self) -> ScoringSheet:
        return get_ruleset(RULESET)

    def villages(self) -> list[str]:
        return [row["name"] for row in rows(self.blank["phieu_b"], "villages.csv")]

    def households(self, village: str = VILLAGE_1) -> list[Row]:
        return [row for row in rows(self.blank["phieu_b"], "households.csv") if row["village"] == village]

    def household(self, state: str = "to_survey", village: str = VILLAGE_1) -> Row:
        """One in this state that nobody has visited yet."""
        for row in self.households(village):
            if row["state"] == state and (self._place, row["name"]) not in _visited:
                _visited.add((self._place, row["name"]))
                return row
        raise AssertionError(f"no household of {village} left in state {state}")

    def fill(self, household: Row, form_id: str = "phieu_b", *, photo_bytes: int = 20_000) -> FilledForm:
        blank = self.blank[form_id]
        return fill(blank, self._visit(blank, household), self.sheet, self.chance, photo_bytes=photo_bytes)

    def _visit(self, blank: BlankForm, household: Row) -> Visit:
        villages = {row["name"]: row for row in rows(blank, "villages.csv")}
        village = villages.get(household["village"]) or next(iter(villages.values()))
        return Visit(village, household, utc_now(), self.phone.device_id)

    def send(self, filled: FilledForm) -> int:
        return self.phone.submit(filled.xml, dict(filled.attachments)).status


@dataclass
class Answer:
    status: int
    body: Any
    headers: Any


class Api:
    """A program that signed in."""

    def __init__(self, system: System, username: str, password: str = "") -> None:
        self._base = f"{system.base_url}/api/v1"
        self._headers = {"Accept-Language": "vi"}
        self.username, self._password = username, password or system.person(username)["password"]

    def __enter__(self) -> Self:
        signed_in = self.call("POST", "/sessions", {"username": self.username, "password": self._password})
        assert signed_in.status == 201, signed_in.body
        self._headers["Authorization"] = f"Bearer {signed_in.body['token']}"
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            named["Content-Type"] = "application/json"
        answer = urllib3.request(
            method, f"{self._base}{path}", body=content, headers=self._headers | named, retries=False, timeout=30
        )
        is_json = "json" in answer.headers.get("Content-Type", "")
        return Answer(answer.status, answer.json() if is_json else answer.data, answer.headers)

    def submission(self, instance_id: str) -> Any:
        return self.call("GET", f"/submissions/{quote(instance_id)}").body

    def processed(self, instance_id: str, *, within: float = 30) -> Any:
        """The submission once the worker has read it."""
        found: list[Any] = []

        def is_processed() -> bool:
            found[:] = [self.submission(instance_id)]
            return bool(found[0].get("processing_state") == "processed")

        wait_until(is_processed, within, f"{instance_id} is read")
        return found[0]

    def review(self, instance_id: str, verdict: str, reason: str = "", **headers: str) -> Answer:
        body = {"verdict": verdict, "reason": reason}
        return self.call("POST", f"/submissions/{quote(instance_id)}/review", body, **headers)

    def case(self, case_id: str) -> Any:
        return self.call("GET", f"/cases/{case_id}").body


def kinds(submission: Any) -> set[str]:
    """What is odd about a submission."""
    return {one["kind"] for one in submission["findings"]}


def changed(xml: bytes, **values: str | None) -> bytes:
    """An instance with other answers, by field name; None takes the answer out. `version` is the root's attribute."""
    root = etree.fromstring(xml)
    if (version := values.pop("version", None)) is not None:
        root.set("version", version)
    for name, value in values.items():
        found = [one for one in root.iter() if isinstance(one.tag, str) and etree.QName(one).localname == name]
        for element in found:
            if value is None:
                element.getparent().remove(element)
            else:
                element.text = value
        if not found and value is not None:
            parent = root.find("meta") if name in ("deprecatedID", "instanceID") else root
            etree.SubElement(parent, name).text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def environment_of(system: System) -> dict[str, str]:
    """What the web process was told: the way to the stores of a running system."""
    pid = system.pids("app serve")[0]
    pairs = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


@contextmanager
def database_of(system: System) -> Iterator[Database[dict[str, Any]]]:
    told = environment_of(system)
    client: MongoClient[dict[str, Any]]
    with MongoClient(told["RASOAT_MONGODB_URI"], tz_aware=True) as client:
        yield client[told["RASOAT_MONGODB_DATABASE"]]


def rasoat(system: System, *words: str) -> str:
    """Run the command, which is told nothing but the data folder of a running system; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        env={**os.environ, "RASOAT_DATA_DIR": str(system.data_dir)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
