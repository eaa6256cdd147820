"""Run all benchmarks and print their ratios. Nothing else should run on the machine meanwhile."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from app.jobs.worker import drain
from app.training import commune
from app.training.forms import publish_folder
from app.training.phone import Phone
from app.training.play import visit_households
from core.actor import SYSTEM
from core.clock import utc_now
from core.ids import id_from
from core.mongo import database
from form_engine.answers import read_answers
from form_engine.instance import read_instance
from form_engine.publishing.actions import FormSource, publish_version
from form_engine.publishing.repository import Definitions, find_version
from form_engine.scoring import score
from registry import repository as registry
from review import repository as review
from review.actions.rounds import list_household
from review.models import Round
from review.rulesets import get_ruleset
from submissions import repository
from tests.bench import crowd, evaluation, ingest, lists, many, search, server, slow_lines
from tests.system import wait_until

_QUESTIONS = 60


def main() -> None:
    """`python -m tests.bench [--quick] [WHAT ...]`: intake, lists, slow, season, worker, evaluation, many, search."""
    quick = "--quick" in sys.argv
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")]

    def is_wanted(name: str) -> bool:
        return not wanted or name in wanted

    with (
        tempfile.TemporaryDirectory(prefix="rasoat-bench-") as folder,
        server.all_stores(Path(folder)) as (settings, blobs),
    ):
        publish_folder(settings.xlsforms_dir, blobs=blobs, clock=utc_now)
        commune.settle(utc_now)
        who = {one.username: one for one in commune.add_people(utc_now)}
        _publish_sixty(blobs)
        xml = Path(folder) / "sixty.xml"
        xml.write_bytes(_sixty_answers())
        print(f"Baseline: bare parse + single durable insert of the same {len(xml.read_bytes())} bytes, same threads,")
        print("same database (with a photo: + sha256 + signed PUT). Medians of 3 rounds, taken in turn.\n")
        door = f"/openrosa/key/{who['dtv01'].phone_key}"
        with server.process(settings, "serve"):
            if is_wanted("intake"):
                _ingest(settings, blobs, f"{door}/submission", xml, quick=quick)
            if is_wanted("worker") or is_wanted("evaluation"):
                database()["submissions"].delete_many({})
                _fill(settings, who["dtv01"].phone_key, who["dtv02"].phone_key)
        if is_wanted("evaluation"):
            evaluation.report(settings.xlsforms_dir)
        if is_wanted("worker"):
            _worker(settings, blobs)
        if is_wanted("many"):
            many.report(settings, quick=quick)
        if is_wanted("search"):
            search.report(quick=quick)
        with server.process(settings, "serve"):
            _at_scale(settings, blobs, door, xml, is_wanted, quick=quick)


def _at_scale(settings, blobs, door: str, xml: Path, is_wanted: Callable[[str], bool], *, quick: bool) -> None:
    if is_wanted("lists") or is_wanted("slow"):
        lists.prepare(blobs)
    if is_wanted("slow"):
        slow_lines.report(settings, door, xml)
    if is_wanted("lists"):
        database()["submissions"].delete_many({})
        lists.report(settings, door, "none stored")
    if is_wanted("season"):
        sent, total = (5_000, 50_000) if quick else (crowd.SENT, crowd.STORED)
        crowd.report(settings, blobs, f"{door}/submission", xml, sent=sent, total=total)
        if is_wanted("lists"):
            lists.report(settings, door, f"{total} stored")


def _ingest(settings, blobs, path: str, xml: Path, *, quick: bool) -> None:
    for photo in (False, True):
        for clients in ingest.CLIENTS:
            count = (200 if photo else 2_400) // (4 if quick else 1)
            row = ingest.measure(
                settings, blobs, path, xml, clients=clients, photo=photo, count=max(count, clients), rounds=3
            )
            print(row.line(), flush=True)


def _publish_sixty(blobs) -> None:
    """A form of 60 questions and a photo."""
    lines = ["| survey |", "| | type | name | label |"]
    kinds = ("text", "integer", "select_one yn", "decimal")
    lines += [f"| | {kinds[number % 4]} | q{number:02d} | Question {number} |" for number in range(_QUESTIONS)]
    lines += ["| | image | photo | Photo |", "| choices |", "| | list_name | name | label |", "| | yn | yes | Yes |"]
    lines += ["| settings |", "| | form_id | version |", "| | bench60 | 1 |"]
    source = FormSource("\n".join(lines).encode(), "bench60.md", "other", ("enumerator",))
    publish_version(source, by=SYSTEM, blobs=blobs, clock=utc_now)


def _sixty_answers() -> bytes:
    values = ("Nguyễn Văn Lành", "42", "yes", "24.5")
    answers = "".join(f"<q{number:02d}>{values[number % 4]}</q{number:02d}>" for number in range(_QUESTIONS))
    return (
        f'<data xmlns:jr="http://openrosa.org/javarosa" id="bench60" version="1">{answers}<photo>@PHOTO@</photo>'
        "<meta><instanceID>@INSTANCE@</instanceID></meta></data>"
    ).encode()


def _fill(settings, *keys: str) -> None:
    for number, key in enumerate(keys):
        address = f"http://127.0.0.1:{settings.port}/openrosa/key/{key}"
        village, _, households = commune.VILLAGES[number]
        with Phone(address) as phone:
            visit_households(
                phone, village, households=households, chance=Random(number), clock=utc_now, ruleset_id=commune.RULESET
            )


def _worker(settings, blobs) -> None:
    """Scored cases a second of one worker, against reading and scoring the same forms bare, in memory."""
    definitions = Definitions(blobs)
    drain(definitions, utc_now)
    found = list(database()["submissions"].find({"form_id": "phieu_b"}))
    definition = definitions.of(find_version("phieu_b", found[0]["form_version"]))
    sheet = get_ruleset(commune.RULESET)

    def bare() -> float:
        began = time.perf_counter()
        for one in found * 5:
            answers, _ = read_answers(read_instance(one["xml"]), definition)
            score(sheet, answers, "NT3")
        return len(found) * 5 / (time.perf_counter() - began)

    rates, baselines = [], []
    for _ in range(3):
        baselines.append(bare())
        rates.append(_drained(settings, found))
    cpu = server.cpu_seconds(os.getpid())
    rate, baseline = statistics.median(rates), statistics.median(baselines)
    print(
        f"\nworker, scored cases     ratio {rate / baseline:5.2f}  ({rate:.1f}/s to {baseline:.1f}/s bare read + score)"
    )
    print(f"CPU so far: {', '.join(f'{name} {used:.1f} s' for name, used in sorted(cpu.items()))}")


def _drained(settings, found: list[dict], copies: int = 10) -> float:
    """Let a worker score forms of as many households, all waiting at once; cases a second until the last."""
    place = database()["submissions"]
    place.delete_many({})
    (opened,) = review.rounds_within(commune.COMMUNE)
    for copy in range(copies):
        place.insert_many([_of_another_household(one, f"{copy} {time.time_ns()}", opened) for one in found])
    with server.process(settings, "worker"):
        total = len(found) * copies
        wait_until(lambda: repository.waiting_count() < total, 60, "the worker begins")
        left, began = repository.waiting_count(), time.perf_counter()
        wait_until(lambda: repository.waiting_count() == 0, 600, "the worker is done")
        return left / (time.perf_counter() - began)


def _of_another_household(submission: dict, salt: str, opened: Round) -> dict:
    """The same answers for a household of its own, registered and listed."""
    old, new = submission["household_id"], id_from(submission["_id"], salt)
    known = registry.find_household(old)
    household = registry.register_household(
        new,
        code=known.code,
        head_name=known.head_name,
        address=known.address,
        village_path=known.village_path,
        source="managed_list",
        at=utc_now(),
        standings=[(2025, "poor", commune.RULESET)],
    )
    list_household(opened, household, by=SYSTEM, clock=utc_now)
    xml = submission["xml"].replace(old.encode(), new.encode())
    work = {**submission["work"], "state": "ready", "due": utc_now()}
    return {**submission, "_id": f"{new}@phieu_b", "xml": xml, "work": work}


if __name__ == "__main__":
    main()
