"""Processes die in the middle of the evening. Afterwards every acknowledged form is there once, whole, and scored."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import urllib3

from app.training.phone import Phone, PhoneTrouble
from core.blobs import S3Blobs
from tests.integration.places import an_instance, parts
from tests.journeys.cutting_line import a_bad_line
from tests.journeys.field import Enumerator, database_of, environment_of
from tests.system import ROOT, System, a_system, wait_until

pytestmark = [pytest.mark.services, pytest.mark.slow]

_PAUSE = 0.2
"""Seconds until a phone tries again; there is no event to wait for."""
PHONES = ("dtv01", "dtv02", "dtv03", "dtv04")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = a_system(tmp_path_factory.mktemp("drills") / "var")
    yield system
    system.stop()


@pytest.fixture
def system(made: System) -> System:
    """Up and ready, whatever the test before did to it."""
    if made.process is None or made.process.poll() is not None:
        made.start()
    wait_until(made.is_ready, 60, "ready")
    return made


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except OSError:
        return False


# --- phones that never give up --------------------------------------------------------------------------------


@dataclass
class Stream:
    """Phones that send one form after another, each until it is acknowledged."""

    system: System
    port: int | None = None
    """Of a line to the server, if not its own."""
    in_posts: bool = False
    """Each file in a post of its own, as Collect does when they are large together."""
    sent: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Acknowledged: instance id to SHA-256 by file name."""
    failures: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Stream":
        people = [Enumerator(self.system, username) for username in PHONES]
        self._threads = [threading.Thread(target=self._play, args=(one,)) for one in people]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _play(self, enumerator: Enumerator) -> None:
        blank = enumerator.blank["phieu_b"]
        households = enumerator.households(next(iter(enumerator.villages())))
        sender = enumerator.phone if self.port is None else enumerator.phone_on(self.port)
        with enumerator, sender:
            for place in range(10_000):
                filled = enumerator.fill(households[place % len(households)], blank.listed.form_id)
                if not all(self._is_sent(sender, filled.xml, files) for files in self._posts(filled.attachments)):
                    return
                files = filled.attachments.items()
                self.sent[filled.instance_id] = {name: sha(content) for name, content in files}

    def _posts(self, files: Mapping[str, bytes]) -> list[dict[str, bytes]]:
        return [{name: content} for name, content in files.items()] if self.in_posts and files else [dict(files)]

    def _is_sent(self, phone: Phone, xml: bytes, files: dict[str, bytes]) -> bool:
        """Try until it is acknowledged. False when the end came before."""
        while not self._stop.is_set():
            try:
                receipt = phone.submit(xml, files)
            except PhoneTrouble:
                self.failures += 1
                self._stop.wait(_PAUSE)
                continue
            if receipt.accepted:
                return True
            assert receipt.status in (400, 503), receipt  # 400: the server saw a body that was cut off
            self.failures += 1
            self._stop.wait(_PAUSE)
        return False

    def wait_for(self, more: int) -> None:
        goal = len(self.sent) + more
        wait_until(lambda: len(self.sent) >= goal, 90, f"{goal} forms are acknowledged")


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def require_all_there(system: System, sent: Mapping[str, Mapping[str, str]]) -> None:
    """Once, with every byte of every file, and scored."""
    told = environment_of(system)
    blobs = S3Blobs(
        endpoint=told["RASOAT_S3_ENDPOINT"],
        bucket=told["RASOAT_S3_BUCKET"],
        access_key=told["AWS_ACCESS_KEY_ID"],
        secret_key=told["AWS_SECRET_ACCESS_KEY"],
    )
    with database_of(system) as database:
        wanted = {"instance_id": {"$in": list(sent)}}
        found = list(database["submissions"].find(wanted))
        assert sorted(one["instance_id"] for one in found) == sorted(sent)
        for document in found:
            files = {one["name"]: one["sha256"] for one in document["attachments"]}
            assert files == sent[document["instance_id"]]
            assert len(document["attachments"]) == len(files)
            assert document["alternatives"] == []
            for one in document["attachments"]:
                assert sha(b"".join(blobs.open(one["key"]))) == one["sha256"]

        def unscored() -> list[Any]:
            rows = database["submissions"].find(wanted, {"score.class": 1, "processing_state": 1, "work": 1})
            return [one for one in rows if not (one.get("score") or {}).get("class") or one["work"]["state"] != "done"]

        began = time.monotonic()
        wait_until(lambda: not unscored(), 90, "all are scored")
        print(f"all {len(sent)} scored {time.monotonic() - began:.1f} s after the last was sent")


@pytest.mark.parametrize("victim", ["app serve", "app worker", "secantusd", "weed server"])
def test_a_process_that_is_killed_comes_back_and_nothing_acknowledged_is_lost(system, victim):
    with Stream(system) as stream:
        stream.wait_for(8)
        (before, *_) = system.pids(victim)

        system.kill(victim)
        began = time.monotonic()

        wait_until(lambda: any(pid != before for pid in system.pids(victim)), 30, f"{victim} is started again")
        wait_until(system.is_ready, 60, "ready again")
        print(f"{victim}: ready {time.monotonic() - began:.1f} s after the kill; {stream.failures} tries failed")
        stream.wait_for(8)

    require_all_there(system, stream.sent)


def test_over_a_line_that_is_cut_and_in_several_posts_every_form_arrives_whole_and_once(system):
    with (
        a_bad_line(system.port, seed=2026) as line,
        Stream(system, port=line.port, in_posts=True) as stream,
    ):
        stream.wait_for(20)
        system.kill("app serve")
        stream.wait_for(12)

    print(f"{line.cuts} connections cut, {stream.failures} tries failed")
    assert line.cuts > 10
    require_all_there(system, stream.sent)


def test_everything_that_is_killed_at_once_starts_again_with_all_that_was_acknowledged(system):
    with Stream(system) as stream:
        stream.wait_for(12)
        pids = system.all_pids()
        system.process.kill()
        wait_until(lambda: not any(map(is_alive, pids)), 20, "no process is left")
    system.process.wait(10)

    began = time.monotonic()
    system.start()

    print(f"up again {time.monotonic() - began:.1f} s after everything was killed")
    require_all_there(system, stream.sent)


# --- starting and stopping ------------------------------------------------------------------------------------


def test_a_server_without_its_database_is_not_ready_and_ready_when_it_is_back(system):
    def status() -> int:
        system.kill("secantusd")  # each time the supervisor has brought it back
        return urllib3.request("GET", f"{system.base_url}/readyz", timeout=20, retries=False).status

    wait_until(lambda: status() == 503, 30, "not ready")
    alive = urllib3.request("GET", f"{system.base_url}/healthz", timeout=5, retries=False).status

    assert alive == 200
    wait_until(system.is_ready, 60, "ready again")


def test_a_second_start_on_the_same_folder_says_so_and_harms_nothing(system):
    second = subprocess.run(
        [sys.executable, "-m", "app", "demo"],
        cwd=ROOT,
        env={**os.environ, **system.env, "RASOAT_PORT": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert second.returncode == 1
    assert str(system.process.pid) in second.stderr
    assert str(system.data_dir) in second.stderr
    assert system.is_ready()


def test_ctrl_c_finishes_what_is_in_flight_leaves_no_process_and_a_second_start_keeps_all(system):
    xml = an_instance(form_id="phieu_b")
    body, kind = parts(("xml_submission_file", "f.xml", xml), ("a.jpg", "a.jpg", b"A" * 100_000))
    pids, before = system.all_pids(), system.demo
    path = f"/{before['people'][0]['openrosa_url'].split('/', 3)[3]}/submission"
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", system.port), timeout=30) as line:
        line.sendall(head + body[:50_000])
        system.process.send_signal(signal.SIGINT)
        wait_until(lambda: not takes_calls(system.port), 20, "no new call is taken")
        line.sendall(body[50_000:])
        assert line.recv(1000).split()[1] == b"201"

    assert system.process.wait(60) == 0
    wait_until(lambda: not any(map(is_alive, pids)), 5, "no process is left")
    began = time.monotonic()
    system.start()
    print(f"second start: {time.monotonic() - began:.1f} s")
    assert system.demo["people"] == before["people"]
    assert system.demo["round_id"] == before["round_id"]
    with database_of(system) as database:
        assert database["submissions"].count_documents({"xml": xml}) == 1


def takes_calls(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_killed_supervisor_leaves_no_process_behind(system):
    pids = system.all_pids()
    assert len(pids) >= 5

    system.process.kill()
    system.process.wait(10)

    wait_until(lambda: not any(map(is_alive, pids)), 20, "no process is left")
