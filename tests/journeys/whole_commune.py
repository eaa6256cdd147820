"""A commune whose review is done over HTTP alone: phones at the OpenRosa address, people at the API.

Only the register of last year, people and forms are put there by hand.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from lxml import etree
from werkzeug.test import TestResponse

from app.auth.permissions import Role
from app.jobs.housekeeping import go_on_with_acts
from app.jobs.worker import drain
from app.training.answers import nested, new_instance_id, write_instance
from app.training.forms import publish_folder
from app.training.interviews import FilledForm, fill
from app.training.phone import BlankForm, ListedForm
from app.training.visit import Row, Visit, rows
from core.blobs import S3Blobs
from core.clock import local_day
from form_engine.answers import read_answers
from form_engine.instance import read_instance
from form_engine.publishing.repository import Definitions
from form_engine.scoring import score
from registry import repository as registry
from review.actions import questions
from review.rules.form_fields import flat
from review.rulesets import get_ruleset
from tests.conftest import FixedClock
from tests.integration.places import Program, Somebody, send, sign_in, somebody
from tests.many_households import made_up

PROVINCE, DISTRICT, COMMUNE = "46/", "46/482/", "46/482/20128/"
VILLAGES = tuple(f"{COMMUNE}201280{number}/" for number in (1, 2, 3, 4))
PLACES = ("village_house", "commune_office", "loudspeaker")
SCORE_AREA = "NT3"
_SIDE_BY_SIDE = 4
_LIST, _MANIFEST = "{http://openrosa.org/xforms/xformsList}", "{http://openrosa.org/xforms/xformsManifest}"


class Desk:
    """Somebody at the API, who signs in every morning. What is refused is asked for by `refused`; all else succeeds."""

    def __init__(self, app: Flask, who: Somebody, clock: FixedClock) -> None:
        self.who, self._app, self._clock = who, app, clock
        self._signed_in: tuple[date, Program] | None = None

    def get(self, path: str) -> Any:
        return self._told(self._program.call("GET", path))

    def post(self, path: str, **body: Any) -> Any:
        return self._told(self._program.call("POST", path, body))

    def press(self, path: str, **body: Any) -> Any:
        """As post; who is told that somebody else was quicker looks at it and presses again."""
        answer = self._program.call("POST", path, body)
        return self.post(path, **body) if answer.status_code == 409 else self._told(answer)

    def refused(self, path: str, **body: Any) -> str:
        """The code of the refusal."""
        answer = self._program.call("POST", path, body)
        assert answer.status_code in (403, 404, 409, 422), answer.text
        return str(answer.json["code"])

    def all_of(self, path: str) -> list[Any]:
        return list(self._program.all_pages(path, 100))

    @property
    def _program(self) -> Program:
        today = local_day(self._clock())
        if self._signed_in is None or self._signed_in[0] != today:
            self._signed_in = (today, Program.of(self._app, self.who))
        return self._signed_in[1]

    def _told(self, answer: TestResponse) -> Any:
        assert answer.status_code in (200, 201), f"{answer.status_code} {answer.text}"
        return answer.json


class Phone:
    """In the hand of an enumerator of one village. What it holds is fetched anew by `refresh`."""

    def __init__(self, app: Flask, who: Somebody, clock: FixedClock, ruleset: str, turn: str) -> None:
        self.who, self._client, self._clock, self._sheet = who, app.test_client(), clock, get_ruleset(ruleset)
        self._chance = Random(f"{who.person.area_path} {turn}")  # the same answers whichever test ran before
        self._blank: dict[str, BlankForm] = {}
        self._made: Iterator[Mapping[str, Any]] = iter(())

    @property
    def username(self) -> str:
        return str(self.who.person.username)

    def refresh(self) -> None:
        for entry in self._entries(f"{self.who.door}/formList", f"{_LIST}xform"):
            media = {
                one["filename"]: self._get(one["downloadUrl"])
                for one in self._entries(entry["manifestUrl"], f"{_MANIFEST}mediaFile")
            }
            form_id = entry["formID"]
            listed = ListedForm(form_id, "", entry["version"], "", "", "")
            self._blank[form_id.removesuffix("_2021")] = BlankForm(listed, self._get(entry["downloadUrl"]), media)

    def households(self) -> list[Row]:
        return rows(self._blank["phieu_b"], "households.csv")

    def assess_those_waiting(self) -> int:
        """Phiếu B about all households on the phone's list that wait for it; how many. Files go with one of ten."""
        self.refresh()
        waiting = [row["name"] for row in self.households() if row["state"] in ("listed", "to_survey")]
        for number, household in enumerate(waiting):
            self.assess(household, with_files=number % 10 == 0)
        return len(waiting)

    def screen(self, household: str) -> str:
        """Phiếu A with no to all: the household is reviewed."""
        sheet = self._sheet.screening
        assert sheet is not None
        return self._send(self._plain("phieu_a", household, dict.fromkeys(sheet.items, "no")))

    def assess(self, household: str, *, standing: str = "", other_than: str = "", with_files: bool = True) -> str:
        """Phiếu B; returns its instance. standing, other_than: what it is to come to, and not to come to."""
        for _ in range(500):
            filled = self._filled(household)
            is_whole = self._is_played and not (standing or other_than)
            found = "any" if is_whole else self._class_of(filled.xml)
            if found and found == (standing or found) and found != other_than:
                return self._send(filled, with_files=with_files)
        raise AssertionError("no such household")

    def _class_of(self, xml: bytes) -> str:
        """Empty when the form lacks answers."""
        answers, _ = read_answers(read_instance(xml), self._blank["phieu_b"].definition)
        told = questions.score_answers(self._sheet.id, flat(answers), score_area=SCORE_AREA, before="poor")
        return str(told["class"] or "")

    @property
    def _is_played(self) -> bool:
        """Whether there is somebody who plays interviews of this form; of another, made-up answers alone."""
        return self._blank["phieu_b"].definition.form_id == "phieu_b"

    def _filled(self, household: str) -> FilledForm:
        blank = self._blank["phieu_b"]
        if self._is_played:
            return fill(blank, self._visit(household), self._sheet, self._chance, photo_bytes=0)
        return self._plain("phieu_b", household, self._whole_answers())

    def _whole_answers(self) -> Mapping[str, Any]:
        while True:
            found = next(self._made, None)
            if found is None:
                self._made = made_up(self._sheet, 400, self._chance.randint(0, 10**6))
            elif not score(self._sheet, found, SCORE_AREA).missing and _is_typed(found):
                return found

    def _plain(self, form: str, household: str, told: Mapping[str, Any]) -> FilledForm:
        """With these answers alone, and where and whom they are about."""
        definition, visit = self._blank[form].definition, self._visit(household)
        where = {"village": visit.village["name"], "household": household, "score_area": SCORE_AREA}
        where |= {"area_kind": "rural", "interview_date": f"{local_day(self._clock())}"}
        known = {name: value for name, value in (told | where).items() if name in definition.fields_by_name}
        known |= {"members": [_known(one, definition) for one in told["members"]]} if "members" in told else {}
        answers, instance_id = nested(definition.root, known), new_instance_id(self._chance)
        return FilledForm(instance_id, answers, write_instance(definition, answers, instance_id=instance_id), {})

    def _visit(self, household: str) -> Visit:
        blank = self._blank["phieu_b"]
        row = {one["name"]: one for one in self.households()}[household]
        village = {one["name"]: one for one in rows(blank, "villages.csv")}[row["village"]]
        return Visit(village, row, self._clock(), "collect:abc")

    def _send(self, filled: FilledForm, *, with_files: bool = True) -> str:
        xml, files = filled.xml, dict(filled.attachments) if with_files else {}
        for name in () if with_files else filled.attachments:
            xml = xml.replace(name.encode(), b"")
        answer = send(self._client, self.who.door, xml, files)
        assert answer.status_code == 201, answer.text
        return filled.instance_id

    def _entries(self, url: str, tag: str) -> list[dict[str, str]]:
        root = etree.fromstring(self._get(url))
        return [{etree.QName(part).localname: part.text or "" for part in one} for one in root.iter(tag)]

    def _get(self, url: str) -> bytes:
        parts = urlsplit(url)
        answer = self._client.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, answer.text
        content: bytes = answer.data
        return content


def _known(member: Mapping[str, Any], definition: Any) -> dict[str, Any]:
    return {name: value for name, value in member.items() if name in definition.fields_by_name}


def _is_typed(answers: Mapping[str, Any]) -> bool:
    """Nothing that a phone would not let in."""
    members = answers.get("members")
    if not isinstance(members, list) or not all(isinstance(one, dict) for one in members):
        return False
    told = [{**answers, "members": []}, *members]
    return all(isinstance(value, str | float | int | list) and value != [1] for one in told for value in one.values())


class WholeCommune:
    """Four villages, their people at desks and phones, and what they do again and again."""

    def __init__(
        self, app: Flask, blobs: S3Blobs, clock: FixedClock, xforms: Any, *, ruleset: str, appraiser_of: str, size: int
    ) -> None:
        self.app, self.clock, self.ruleset = app, clock, ruleset
        self.definitions: Definitions = Definitions(blobs)
        publish_folder(xforms, ruleset=ruleset, blobs=blobs, clock=clock)
        self._numbers = itertools.count(1)
        self._settle(size)
        desk = lambda role, area: Desk(app, somebody(clock, role, area), clock)  # noqa: E731
        self.officer = desk(Role.COMMUNE_OFFICER, COMMUNE)
        self.second_officer = desk(Role.COMMUNE_OFFICER, COMMUNE)
        self.supervisors = [desk(Role.SUPERVISOR, COMMUNE) for _ in range(_SIDE_BY_SIDE)]
        self.chairman = desk(Role.COMMUNE_CHAIRMAN, COMMUNE)
        self.appraiser = desk(Role.APPRAISER, appraiser_of)
        self.heads = {one: desk(Role.VILLAGE_HEAD, one) for one in VILLAGES}
        self.phones = {one: Phone(app, somebody(clock, area=one), clock, ruleset, "first") for one in VILLAGES}
        self.others = {one: Phone(app, somebody(clock, area=one), clock, ruleset, "second") for one in VILLAGES[:2]}

    def _settle(self, size: int) -> None:
        """Last year's list: two of three poor, the others near poor."""
        since = date(2016, 1, 1)
        for path, kind in ((PROVINCE, "province"), (DISTRICT, "district")):
            registry.keep_area(path, kind=kind, name=kind, valid_from=since)
        for number, (path, kind) in enumerate([(COMMUNE, "commune"), *((one, "village") for one in VILLAGES)]):
            registry.keep_area(
                path, kind=kind, name=f"{kind} {number}", valid_from=since, area_kind="rural", score_area=SCORE_AREA
            )
        last_year = local_day(self.clock()).year - 1
        for number in range(size):
            village = VILLAGES[number % len(VILLAGES)]
            standing = "near_poor" if number % 3 == 2 else "poor"
            registry.register_household(
                f"h{number:04d}",
                code=f"H{number:04d}",
                head_name=f"Trần Văn Mẫu {number}",
                address="Xóm 1",
                village_path=village,
                source="managed_list",
                at=self.clock(),
                members_count=1 + number % 6,
                standings=[(last_year, standing, self.ruleset)],
            )

    @property
    def today(self) -> date:
        return local_day(self.clock())

    def key(self) -> str:
        return f"act-{next(self._numbers):06d}"

    # --- the round ---------------------------------------------------------------------------------------------

    def open_round(self, opens_on: date, closes_on: date) -> str:
        asked = {"commune": COMMUNE, "year": opens_on.year, "ruleset_id": self.ruleset, "reason": "Kế hoạch của tỉnh"}
        asked |= {"opens_on": f"{opens_on}", "closes_on": f"{closes_on}"}
        first, again = (self.officer.post("/rounds", **asked) for _ in range(2))
        assert (first["id"], again["newly_listed"]) == (again["id"], 0)
        self.round_id = str(first["id"])
        self.listed = int(first["newly_listed"])
        return self.round_id

    @property
    def state(self) -> Any:
        return self.officer.get(f"/rounds/{self.round_id}")

    def cases(self, village: str = "", stage: str = "") -> list[Any]:
        return self.officer.all_of(f"/cases?round_id={self.round_id}&village={village}&stage={stage}")

    def case(self, case_id: str) -> Any:
        return self.officer.get(f"/cases/{case_id}")

    def happened(self, household: str, kind: str, **told: Any) -> Any:
        """Entered twice, as by a double click: one event."""
        event = {"key": self.key(), "kind": kind, "on": f"{self.today}", "reason": "Theo đơn của hộ", **told}
        entered = [self.officer.post(f"/households/{household}/events", **event) for _ in range(2)]
        assert entered[0]["id"] == entered[1]["id"]
        return entered[1]

    # --- forms -------------------------------------------------------------------------------------------------

    def survey(self) -> int:
        """Phiếu B about every household that waits for it, in all villages at a time; returns how many."""
        with ThreadPoolExecutor(len(VILLAGES)) as side_by_side:
            visited = sum(side_by_side.map(lambda one: self.phones[one].assess_those_waiting(), VILLAGES))
        self.work()
        return visited

    def work(self) -> None:
        drain(self.definitions, self.clock)

    def approve(self, instance_id: str, supervisor: int = 0) -> None:
        found = self.supervisors[supervisor].post(f"/submissions/{instance_id}/review", verdict="approve")
        assert found["review_state"] == "approved"

    def approve_all(self) -> int:
        """Several supervisors side by side, each his part."""
        waiting = [one["instance_id"] for one in self.supervisors[0].all_of("/submissions?review_state=received")]

        def approve_some(number: int) -> None:
            for instance_id in waiting[number::_SIDE_BY_SIDE]:
                self.approve(instance_id, number)

        with ThreadPoolExecutor(_SIDE_BY_SIDE) as side_by_side:
            list(side_by_side.map(approve_some, range(_SIDE_BY_SIDE)))
        return len(waiting)

    # --- village -----------------------------------------------------------------------------------------------

    def call_meeting(self, village: str) -> Any:
        at = self.clock() + timedelta(hours=3)
        told = {"round_id": self.round_id, "village": village, "place": "Nhà văn hóa", "meets_at": at.isoformat()}
        return self.heads[village].post("/meetings", **told)

    def minutes(self, meeting: Any, *, against: tuple[str, ...] = ()) -> dict[str, Any]:
        votes = [
            {"case_id": one, "agree": 5, "disagree": 35, "opinion": "not_agreed", "words": "Kê khai thiếu tài sản"}
            if one in against
            else {"case_id": one, "agree": 40, "opinion": "agreed"}
            for one in meeting["agenda"]
        ]
        return {
            "key": self.key(),
            "held_on": f"{self.today}",
            "place": "Nhà văn hóa",
            "chair": {"name": "Trần Văn Bình", "title": "Trưởng thôn"},
            "secretary": {"name": "Lê Thị Hoa"},
            "witness": "Nguyễn Thị Đào",
            "present": 40,
            "households": min(40, len(meeting["agenda"])),
            "votes": votes,
        }

    def meet(self, village: str, *, against: tuple[str, ...] = ()) -> Any:
        """Called, held, the minutes sent twice as by a double click: recorded once."""
        meeting = self.call_meeting(village)
        written = self.minutes(meeting, against=against)
        held = [self.heads[village].post(f"/meetings/{meeting['id']}/minutes", **written) for _ in range(2)]
        assert [len(one["minutes"]) for one in held] == [1, 1]
        self.clock.advance(timedelta(days=1))
        return meeting

    def post_list(self, village: str) -> Any:
        """Two officers say so at the same moment: one list, and each place once."""
        told = {"round_id": self.round_id, "village": village, "on": f"{self.today}"}
        made = [
            one
            for place in PLACES
            for one in self._at_once(lambda desk, kind=place: desk.press("/postings", place=kind, **told))
        ]
        assert {one["id"] for one in made} == {made[-1]["id"]}
        assert [one["kind"] for one in made[-1]["places"]] == list(PLACES)
        return made[-1]

    def _at_once(self, press: Callable[[Desk], Any]) -> list[Any]:
        with ThreadPoolExecutor(2) as both:
            return list(both.map(press, (self.officer, self.second_officer)))

    def postings(self, village: str) -> list[Any]:
        found: list[Any] = self.officer.get(f"/postings?round_id={self.round_id}&village={village}")
        return found

    def wait_for(self, is_over: Callable[[], bool], *, most: int = 40) -> list[date]:
        """Day by day, with the worker's nightly round; the days that went by until it was over."""
        gone = []
        while not is_over():
            assert len(gone) < most, "it is never over"
            gone.append(self.today)
            self.clock.advance(timedelta(days=1))
            go_on_with_acts(self.clock)
        return gone

    def next_day(self) -> None:
        self.clock.advance(timedelta(days=1))
        go_on_with_acts(self.clock)

    # --- complaints --------------------------------------------------------------------------------------------

    def complain_in_public(self, posting: Any, case_id: str) -> Any:
        """By the code on the posted list, pressed twice; the complaint as the officer sees it."""
        anybody = self.app.test_client()
        assert anybody.get(f"/cong-khai/{posting['code']}").status_code == 200
        told = {"key": self.key(), "case_id": case_id, "ground": "wrong_data", "words": "Nhà có xe máy", "name": "Ẩn"}
        address = f"/api/v1/public/postings/{posting['code']}/complaints"
        receipts = [anybody.post(address, json=told) for _ in range(2)]
        assert [one.status_code for one in receipts] == [201, 201]
        return self._complaint_about(case_id)

    def complain_on_paper(self, posting: Any, case_id: str) -> Any:
        told = {"case_id": case_id, "ground": "wrong_data", "words": "Điểm tài sản không đúng", "name": "Hồ Thị Kín"}
        self.officer.post("/complaints", posting_id=posting["id"], key=self.key(), **told)
        return self._complaint_about(case_id)

    def _complaint_about(self, case_id: str) -> Any:
        (found,) = [one for one in self.officer.all_of("/complaints?state=unresolved") if one["case_id"] == case_id]
        return found

    def visit_again(self, complaint: Any, case_id: str, confirms: bool) -> str:
        """Another enumerator goes; another class is heard by the village. How it came out."""
        case = self.case(case_id)
        phone = self.others[case["village"]]
        ordered = self.officer.post(f"/complaints/{complaint['id']}/reverification", enumerator=phone.username)
        self._visit(phone, case, confirms)
        if not confirms:
            self.meet(case["village"])
        return self._conclude(ordered)

    def visit_returned(self, case_id: str) -> None:
        case = self.case(case_id)
        phone = self.others[case["village"]]
        ordered = self.officer.post("/complaints/reverifications", case_id=case_id, enumerator=phone.username)
        self._visit(phone, case, True)
        assert self._conclude(ordered) == "confirmed"

    def _visit(self, phone: Phone, case: Any, confirms: bool) -> None:
        phone.refresh()
        wanted = {"standing": case["class"]} if confirms else {"other_than": case["class"]}
        instance_id = phone.assess(case["household_id"], **wanted)
        self.work()
        self.approve(instance_id)

    def _conclude(self, ordered: Any) -> str:
        told = {"key": self.key(), "visited_on": f"{self.today}", "team": "Lê Văn Sửu", "words": "Đã xem lại"}
        address = f"/complaints/reverifications/{ordered['id']}/conclusion"
        done = [self.officer.post(address, **told, answer="Đã phúc tra") for _ in range(2)]
        assert done[0] == done[1]
        return str(done[0]["outcome"])

    # --- commune -----------------------------------------------------------------------------------------------

    def submit(self, number: str) -> Any:
        """Two officers press at the same moment: one request."""
        told = {"number": number, "on": f"{self.today}"}
        first, other = self._at_once(lambda desk: desk.press(f"/rounds/{self.round_id}/appraisals", **told))
        assert first["id"] == other["id"]
        return first

    def give_opinion(self, asked: Any, number: str, *, agrees: bool, cases: Mapping[str, str] | None = None) -> None:
        letter = {"number": number, "on": f"{self.today}", "signer": "Nguyễn Thẩm Định", "words": "Đã thẩm định"}
        told = {**letter, "agrees": agrees, "cases": dict(cases or {})}
        said = [self.appraiser.post(f"/appraisals/{asked['id']}/opinion", **told) for _ in range(2)]
        assert said[0] == said[1]

    def decide(self, number: str) -> Any:
        """Signed by a double click: one decision."""
        paper = {"number": number, "on": f"{self.today}", "signer": "Lê Văn Chủ", "title": "Chủ tịch"}
        signed = [self.chairman.post(f"/rounds/{self.round_id}/decisions", **paper) for _ in range(2)]
        assert signed[0]["id"] == signed[1]["id"]
        return signed[1]

    def certify(self, decision: Any) -> list[Any]:
        papers = [self.chairman.post(f"/decisions/{decision['id']}/certificates") for _ in range(2)]
        assert papers[0] == papers[1]
        return list(papers[1])

    def report(self, number: str) -> Any:
        """To the level above, by two at once; and the year's reports as their workbook."""
        told = {"number": number, "on": f"{self.today}"}
        first, other = self._at_once(lambda desk: desk.press(f"/rounds/{self.round_id}/reports", **told))
        assert first == other
        browser = sign_in(self.app.test_client(), self.officer.who)
        page = browser.get(f"/bao-cao?dot={self.round_id}&ban=chinh-thuc")
        book = browser.get(f"/bao-cao.xlsx?dot={self.round_id}&ban=chinh-thuc")
        assert (page.status_code, book.status_code) == (200, 200)
        return first
