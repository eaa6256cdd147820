"""What phones, proxies and strangers may send, against a real web server: each gets its status and a sentence, nothing
is written outside the stores, and the server neither grows nor falls."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
import urllib3
from lxml import etree

from app.processes.stores import free_port
from tests.integration.places import an_instance, parts
from tests.journeys.field import VILLAGE_1, database_of, environment_of, rasoat
from tests.system import ROOT, System, _below, wait_until

pytestmark = pytest.mark.services

LIMIT = 2_000_000
THREADS = 16
XML = "text/xml"
_LETTERS = set("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")


@dataclass
class Server:
    """A web process of its own on the stores of the running system, with a small limit and a folder for scratch."""

    system: System
    port: int
    process: subprocess.Popen[bytes]
    scratch: Path

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/openrosa"

    @property
    def door(self) -> str:
        return f"{self.base}/key/{self.system.person('dtv01')['openrosa_url'].rsplit('/', 1)[1]}"

    def post(self, body: bytes, kind: str, within: float = 60) -> urllib3.BaseHTTPResponse:
        return urllib3.request(
            "POST",
            f"{self.door}/submission",
            body=body,
            headers={"Content-Type": kind},
            retries=False,
            timeout=within,
        )

    def memory(self) -> int:
        """Resident bytes of the server and its worker."""
        pids = [self.process.pid, *_below(self.process.pid)]
        fields = [line.split() for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
        return sum(int(one[1]) * 1024 for one in fields if one[0] == "VmRSS:")


@pytest.fixture(scope="module")
def server(running: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    scratch, port = tmp_path_factory.mktemp("scratch"), free_port()
    told = {
        "RASOAT_PORT": str(port),
        "RASOAT_MAX_BODY_BYTES": str(LIMIT),
        "RASOAT_WEB_THREADS": str(THREADS),
        "TMPDIR": str(scratch),
    }
    with (running.data_dir / "logs" / "second_web.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"],
            cwd=ROOT,
            env={**os.environ, **environment_of(running), **told},
            stdout=log,
            stderr=log,
        )
    found = Server(running, port, process, scratch)
    wait_until(System(running.data_dir, port, {}).is_ready, 60, "the web server is ready")
    yield found
    process.terminate()
    process.wait(60)


def sentence(answer: urllib3.BaseHTTPResponse) -> str:
    assert "text/xml" in answer.headers["Content-Type"], answer.data[:200]
    root = etree.fromstring(answer.data)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    return root.findtext("{http://openrosa.org/http/response}message") or ""


def nested(levels: int) -> bytes:
    return b'<data id="phieu_b" version="1">' + b"<a>" * levels + b"</a>" * levels + b"</data>"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">%s]><data id="phieu_b">&a9;</data>""" % b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%s;" % (str(level - 1).encode() if level else b"") * 10) for level in range(10)
)
OUTSIDE = b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><data id="phieu_b"><told>&f;</told></data>'
GOOD = an_instance("uuid:never", form_id="phieu_b")
WHOLE, BOUNDED = parts(("xml_submission_file", "f.xml", GOOD), ("a.jpg", "a.jpg", b"A" * 3000))

BAD: dict[str, tuple[int, bytes, str]] = {
    "not XML": (400, b"this is not XML", XML),
    "nothing": (400, b"", XML),
    "cut off XML": (400, GOOD[:-20], XML),
    "XML with NUL": (400, GOOD.replace(b"12", b"1\0002"), XML),
    "XML with a forbidden character": (400, GOOD.replace(b"12", b"1&#1;2"), XML),
    "XML with half a character": (400, GOOD.replace(b"12", b"&#xD800;"), XML),
    "XML that is no UTF-8": (400, GOOD.replace(b"12", b"\xff\xfe\xfd"), XML),
    "XML in a hidden encoding": (400, b'<?xml version="1.0" encoding="UTF-7"?>+ADw-data id=+ACI-x+ACI-/+AD4-', XML),
    "no form id": (400, b"<data><told>x</told></data>", XML),
    "an unknown form": (404, an_instance(form_id="khong_co"), XML),
    "a DTD": (400, b'<!DOCTYPE data SYSTEM "http://127.0.0.1:9/x.dtd">' + GOOD.partition(b"?>")[2], XML),
    "an entity bomb": (400, BOMB, XML),
    "a file of the server": (400, OUTSIDE, XML),
    "100,000 nested elements": (400, nested(100_000), XML),
    "1,000 nested elements": (400, nested(1_000), XML),
    "very many attributes": (400, b'<data id="phieu_b" %s/>' % b" ".join(b'a%d=""' % n for n in range(50_000)), XML),
    "encrypted without an id": (400, b'<data id="phieu_b" encrypted="yes"/>', XML),
    "no boundary": (400, WHOLE, "multipart/form-data"),
    "an empty boundary": (400, WHOLE, 'multipart/form-data; boundary=""'),
    "another boundary": (400, WHOLE, "multipart/form-data; boundary=y1y1y1"),
    "multipart cut off": (400, WHOLE[:-30], BOUNDED),
    "multipart without a form": (400, *parts(("a.jpg", "a.jpg", b"A"))),
    "multipart of nothing": (400, b"--x0x0x0--\r\n", BOUNDED),
    "multipart with endless headers": (400, b"--x0x0x0\r\nA: " + b"a" * 100_000, BOUNDED),
    "multipart of too many parts": (400, *parts(*[("a", None, b"")] * 1_500)),
    "an unsupported type": (415, b"{}", "application/json"),
    "no type": (415, b"<data/>", ""),
    "too large a body": (413, *parts(("xml_submission_file", "f.xml", GOOD), ("a.jpg", "a.jpg", b"A" * LIMIT))),
    "too large an XML": (413, GOOD + b" " * LIMIT, XML),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_its_status_and_a_sentence_in_vietnamese(server, case):
    status, body, kind = BAD[case]

    answer = server.post(body, kind)

    assert answer.status == status
    assert _LETTERS & set(sentence(answer))
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert "Location" not in answer.headers


def test_what_looks_bad_and_can_be_kept_is_kept(server):
    """An unknown version, no instance id, a form of no valid answer: 4xx is for what can't be kept."""
    odd = {
        "unknown version": an_instance(form_id="phieu_b", version="x" * 300),
        "no instance id": an_instance("", form_id="phieu_b"),
        "no version": an_instance(form_id="phieu_b", version=""),
        "wrong answers": an_instance(form_id="phieu_b", household="none", interview_date="hôm qua", gps="ở nhà"),
        "a long id": an_instance("uuid:" + uuid4().hex * 20, form_id="phieu_b"),
    }

    assert {name: server.post(xml, XML).status for name, xml in odd.items()} == dict.fromkeys(odd, 201)


def test_nothing_of_the_bad_input_was_kept(server):
    with database_of(server.system) as database:
        assert database["submissions"].find_one({"instance_id": "uuid:never"}) is None
        assert database["submission_conflicts"].find_one({"key": {"$regex": "never"}}) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("/etc/cron.d/x", "x"),
        ("..\\..\\windows\\x.jpg", "x.jpg"),
        ("C:\\x.jpg", "x.jpg"),
        ("a\x00b\x1f.jpg", "ab.jpg"),
        ("ảnh nhà.jpg", "ảnh nhà.jpg"),
        ("x" * 400 + ".jpg", ("x" * 400 + ".jpg")[:250]),
    ],
)
def test_a_path_in_a_file_name_is_a_label_and_no_path(server, name, kept):
    watched = [server.system.data_dir, server.system.data_dir / "logs", ROOT, Path("/etc")]
    before = [sorted(path.iterdir()) for path in watched]
    instance_id = f"uuid:{uuid4()}"
    body = parts(("xml_submission_file", name, an_instance(instance_id, form_id="phieu_b")), ("f", name, b"root::0:0"))

    answer = server.post(*body)

    assert answer.status == 201
    with database_of(server.system) as database:
        (document,) = database["submissions"].find({"instance_id": instance_id})
    assert [one["name"] for one in document["attachments"]] == [kept]
    assert [sorted(path.iterdir()) for path in watched] == before
    assert list(server.scratch.iterdir()) == []


# --- doors ----------------------------------------------------------------------------------------------------


def test_a_wrong_password_is_401_with_a_sentence_and_a_challenge(server):
    headers = urllib3.make_headers(basic_auth="khong-ai:sai") | {"Content-Type": XML}

    answer = urllib3.request("POST", f"{server.base}/submission", body=GOOD, headers=headers)

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Digest ")
    assert _LETTERS & set(sentence(answer))


def test_a_disabled_person_is_403_with_a_sentence(server):
    printed = rasoat(server.system, "users", "add", "dtv92", "--name", "A", "--role", "enumerator", "--area", VILLAGE_1)
    with database_of(server.system) as database:
        database["people"].update_one({"username": "dtv92"}, {"$set": {"is_disabled": True}})
    headers = urllib3.make_headers(basic_auth=f"dtv92:{printed.split()[1]}") | {"Content-Type": XML}

    answer = urllib3.request("POST", f"{server.base}/submission", body=GOOD, headers=headers)

    assert answer.status == 403
    assert "khóa" in sentence(answer)
    assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/openrosa", "/openrosa/none", "//openrosa//none//", "/openrosa/key/x/none", "/openrosa/%00"]
)
def test_an_address_that_is_not_there_is_told_in_the_envelope(server, path):
    answer = raw(server, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split()[1] in (b"403", b"404")
    assert b"OpenRosaResponse" in body
    assert b"html" not in head.lower()


# --- the wire -------------------------------------------------------------------------------------------------


def raw(server: Server, request: bytes) -> bytes:
    """What comes back on a line of its own, until the server closes it."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(request)
        received = b""
        while piece := line.recv(65536):
            received += piece
    return received


def head_of(server: Server, body: bytes, kind: str, *more: str, length: int | None = None) -> bytes:
    path = f"/{server.door.split('/', 3)[3]}/submission"
    lines = [f"POST {path} HTTP/1.1", "Host: x", f"Content-Type: {kind}", "Connection: close", *more]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def chunked(body: bytes, size: int = 1000) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_a_chunked_body_is_taken(server):
    xml = an_instance(form_id="phieu_b")

    answer = raw(server, head_of(server, chunked(xml, 7), XML, "Transfer-Encoding: chunked"))

    assert answer.split()[1] == b"201"


def test_a_chunked_body_over_the_limit_is_413(server):
    body, kind = parts(("xml_submission_file", "f.xml", GOOD), ("a.jpg", "a.jpg", b"A" * (LIMIT + 500_000)))

    answer = raw(server, head_of(server, chunked(body, 60_000), kind, "Transfer-Encoding: chunked"))

    assert answer.split()[1] == b"413"
    assert b"OpenRosaResponse" in answer


def test_a_phone_that_asks_before_it_sends_is_told_to_go_on(server):
    xml = an_instance(form_id="phieu_b")
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(head_of(server, b"", XML, "Expect: 100-continue", length=len(xml)))
        assert line.recv(1000).startswith(b"HTTP/1.1 100")
        line.sendall(xml)
        assert line.recv(1000).startswith(b"HTTP/1.1 201")


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_line_cut_while_a_form_is_sent_leaves_nothing(server, share):
    instance_id = f"uuid:{uuid4()}"
    body, kind = parts(("xml_submission_file", "f.xml", an_instance(instance_id, form_id="phieu_b")))
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(head_of(server, body[: int(len(body) * share)], kind, length=len(body)))

    assert server.post(body, kind).status == 201
    with database_of(server.system) as database:
        (document,) = database["submissions"].find({"instance_id": instance_id})
    assert document["revision"] <= 1


def test_a_large_body_is_answered_and_not_cut_off_when_the_answer_is_no(server):
    """A phone that is still writing must hear the answer, not a broken pipe."""
    large = b"A" * (LIMIT * 2)
    asked: dict[str, Callable[[], urllib3.BaseHTTPResponse]] = {
        "413": lambda: server.post(*parts(("xml_submission_file", "f.xml", GOOD), ("a", "a", large))),
        "415": lambda: server.post(large[:LIMIT], "application/json"),
        "400": lambda: server.post(large[:LIMIT], "multipart/form-data"),
        "404": lambda: server.post(an_instance(form_id="none") + b" " * (LIMIT // 2), XML),
    }

    assert {status: str(ask().status) for status, ask in asked.items()} == {status: status for status in asked}


def test_slow_phones_do_not_keep_others_waiting(server):
    """More phones than the server has threads, each stuck in the middle of a photo."""
    body, kind = parts(("xml_submission_file", "f.xml", an_instance(form_id="phieu_b")), ("a", "a.jpg", b"A" * 50_000))
    with ExitStack() as lines:
        for _ in range(THREADS * 2):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
            line.sendall(head_of(server, body[:20_000], kind, length=len(body)))

        reads = [urllib3.request("GET", f"{server.door}/formList", timeout=5, retries=False) for _ in range(20)]
        another = server.post(an_instance(form_id="phieu_b"), XML, within=5)

    assert {one.status for one in reads} == {200}
    assert another.status == 201 or (another.status == 503 and another.headers["Retry-After"])


# --- all of it, again and again -------------------------------------------------------------------------------


def test_memory_stays_flat_over_hundreds_of_them_and_the_server_still_answers(server):
    cases = list(BAD.values())

    def send_all(rounds: int) -> None:
        with ThreadPoolExecutor(4) as senders:
            for sent in [senders.submit(server.post, body, kind) for _, body, kind in cases * rounds]:
                sent.result()

    send_all(6)
    levels = [server.memory()]
    while len(levels) < 9 and (len(levels) == 1 or levels[-1] - levels[-2] > 25_000_000):
        send_all(12)
        levels.append(server.memory())

    told = ", ".join(f"{level >> 20}" for level in levels)
    print(f"memory in MB, {12 * len(cases)} bad requests between two: {told}")
    assert levels[-1] - levels[-2] <= 25_000_000, "a leak of bodies grows by more each time, for ever"
    assert server.post(an_instance(form_id="phieu_b"), XML).status == 201
    assert list(server.scratch.iterdir()) == []
