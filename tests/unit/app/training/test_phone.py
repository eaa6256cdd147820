import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from multipart import MultipartPart, parse_form_data

from app.auth.http_digest import DigestAnswer
from app.auth.passwords import REALM
from app.training.multipart import bodies
from app.training.phone import ListedForm, Phone, PhoneTrouble

OPENROSA = {"X-OpenRosa-Version": "1.0", "Content-Type": "text/xml; charset=utf-8"}
LIST = """<?xml version="1.0"?><xforms xmlns="http://openrosa.org/xforms/xformsList"><xform>
<formID>phieu_b</formID><name>Phiếu B</name><version>1</version><hash>md5:{hash}</hash>
<downloadUrl>{base}/form.xml?v=1</downloadUrl><manifestUrl>{base}/manifest</manifestUrl></xform></xforms>"""
MANIFEST = """<manifest xmlns="http://openrosa.org/xforms/xformsManifest">
<mediaFile><filename>points.csv</filename><hash>md5:{hash}</hash><downloadUrl>{base}/points.csv</downloadUrl></mediaFile>
<mediaFile type="entityList"><filename>households.csv</filename><hash>md5:any</hash>
<downloadUrl>{base}/households.csv</downloadUrl></mediaFile></manifest>"""
THANKS = """<OpenRosaResponse xmlns="http://openrosa.org/http/response">
<message nature="submit_success">Đã nhận &amp; lưu</message>
</OpenRosaResponse>"""


@dataclass
class Heard:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class FakeServer:
    """Answers by method and path; asks for Digest when a password's HA1 is set; remembers what it heard."""

    base: str = ""
    ha1: str = ""
    nonce: str = "first"
    answers: dict[tuple[str, str], tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)

    def answer(self, method: str, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[method, path] = (status, OPENROSA | named, content)

    def reply(self, heard: Heard) -> tuple[int, dict[str, str], bytes]:
        told = DigestAnswer.parse(heard.headers.get("Authorization", ""))
        right = told and told.nonce == self.nonce and told.is_for(heard.method, heard.target, self.ha1)
        if self.ha1 and not right:
            return 401, {"WWW-Authenticate": f'Digest realm="{REALM}", qop="auth", nonce="{self.nonce}"'}, b""
        return self.answers.get((heard.method, heard.target.partition("?")[0]), (404, {}, b""))


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            heard = Heard(self.command, self.path, dict(self.headers), body)
            fake.heard.append(heard)
            status, headers, content = fake.reply(heard)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_HEAD = do_POST = reply  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.base = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,))
    thread.start()
    yield fake
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def phone(server) -> Iterator[Phone]:
    clock = lambda: datetime(2017, 10, 16, 15, 4, 5, tzinfo=UTC)  # noqa: E731
    with Phone(server.base, username="dtv01", password="mật khẩu", device_id="collect:abc", clock=clock) as one:
        yield one


def parts_of(body: bytes, content_type: str) -> dict[str, MultipartPart]:
    environ = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "REQUEST_METHOD": "POST"}
    forms, files = parse_form_data(environ | {"wsgi.input": BytesIO(body)}, strict=True)
    return {name: part for found in (forms, files) for name, part in found.items()}


def test_a_phone_downloads_a_form_with_its_files(server, phone):
    server.answer("GET", "/formList", LIST.format(hash=md5(b"<form/>").hexdigest(), base=server.base))
    server.answer("GET", "/form.xml", b"<form/>", Content_Type="application/xml")
    server.answer("GET", "/manifest", MANIFEST.format(hash=md5(b"a,b").hexdigest(), base=server.base))
    server.answer("GET", "/points.csv", b"a,b")
    server.answer("GET", "/households.csv", b"name,label")

    (listed,) = phone.form_list()
    blank = phone.download(listed)

    assert (listed.form_id, listed.name, listed.version) == ("phieu_b", "Phiếu B", "1")
    assert blank.xform == b"<form/>"
    assert blank.media == {"points.csv": b"a,b", "households.csv": b"name,label"}


def test_each_request_looks_like_one_of_collect(server, phone):
    server.answer("GET", "/formList", LIST.format(hash="1", base=server.base))

    (listed,) = phone.form_list()
    with pytest.raises(PhoneTrouble):
        phone.download(listed)

    first, second = server.heard
    assert first.target == "/formList?deviceID=collect%3Aabc"
    assert second.target == "/form.xml?v=1&deviceID=collect%3Aabc"
    assert first.headers["X-OpenRosa-Version"] == "1.0"
    assert first.headers["Date"] == "Mon, 16 Oct 2017 03:04:05 GMT"
    assert first.headers["User-Agent"].startswith("org.odk.collect.android/")


def test_bytes_without_the_announced_hash_are_not_taken(server, phone):
    server.answer("GET", "/form.xml", b"<form/>")

    with pytest.raises(PhoneTrouble, match="hash"):
        phone.download(ListedForm("f", "F", "", "md5:0", f"{server.base}/form.xml", ""))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (LIST, {"X_OpenRosa_Version": "2.0"}),
        (LIST, {"Content_Type": "application/xml"}),
        (LIST.replace("<name>Phiếu B</name>", ""), {}),
        (LIST.replace("<name>Phiếu B", "<name>"), {}),
        (LIST.replace("http://openrosa.org/xforms/xformsList", "http://example.org"), {}),
        ("<html><br></html>", {}),
    ],
)
def test_a_list_that_collect_would_discard_is_not_taken(server, phone, body, headers):
    server.answer("GET", "/formList", body, **headers)

    with pytest.raises(PhoneTrouble):
        phone.form_list()


def test_a_phone_signs_in_by_digest_and_stays_signed_in(server, phone):
    server.ha1 = md5(f"dtv01:{REALM}:mật khẩu".encode()).hexdigest()
    server.answer("GET", "/formList", LIST.format(hash="1", base=server.base))

    phone.form_list()
    phone.form_list()

    told = [DigestAnswer.parse(heard.headers.get("Authorization", "")) for heard in server.heard]
    assert told[0] is None
    assert [answer.nc for answer in told[1:]] == ["00000001", "00000002"]


def test_a_nonce_that_is_too_old_is_replaced(server, phone):
    server.ha1 = md5(f"dtv01:{REALM}:mật khẩu".encode()).hexdigest()
    server.answer("GET", "/formList", LIST.format(hash="1", base=server.base))
    phone.form_list()

    server.nonce = "second"

    assert len(phone.form_list()) == 1


def test_a_wrong_password_is_tried_once(server):
    server.ha1 = "0" * 32

    with Phone(server.base, username="dtv01", password="x") as phone, pytest.raises(PhoneTrouble) as trouble:
        phone.form_list()

    assert trouble.value.status == 401
    assert len(server.heard) == 2


def test_a_submission_is_sent_as_collect_sends_it(server, phone):
    server.answer("HEAD", "/submission", status=204)
    server.answer("POST", "/submission", THANKS, status=201)

    receipt = phone.submit(b"<data/>", {"1.jpg": b"\xff\xd8", "audit.csv": b"event"}, xml_name="Phiếu.xml")

    assert receipt.accepted
    assert receipt.message == "Đã nhận & lưu"
    head, post = server.heard
    assert (head.method, post.method) == ("HEAD", "POST")
    parts = parts_of(post.body, post.headers["Content-Type"])
    assert {name: (part.filename, part.content_type, part.raw) for name, part in parts.items()} == {
        "xml_submission_file": ("Phiếu.xml", "text/xml", b"<data/>"),
        "1.jpg": ("1.jpg", "image/jpeg", b"\xff\xd8"),
        "audit.csv": ("audit.csv", "text/csv", b"event"),
    }


def test_files_beyond_the_limit_of_the_server_follow_in_further_requests(server, phone):
    server.answer("HEAD", "/submission", status=204, X_OpenRosa_Accept_Content_Length="25")
    server.answer("POST", "/submission", THANKS, status=201)

    phone.submit(b"<data/>", dict.fromkeys(("a", "b", "c"), b"x" * 10))

    sent = [parts_of(heard.body, heard.headers["Content-Type"]) for heard in server.heard[1:]]
    assert [list(parts) for parts in sent] == [
        ["*isIncomplete*", "xml_submission_file", "a"],
        ["*isIncomplete*", "xml_submission_file", "b"],
        ["xml_submission_file", "c"],
    ]


def test_a_refusal_is_told_in_the_words_of_the_server(server, phone):
    server.answer("HEAD", "/submission", status=404)
    server.answer("POST", "/submission", THANKS.replace("Đã nhận &amp; lưu", "Biểu mẫu đã đóng"), status=409)

    receipt = phone.submit(b"<data/>", {})

    assert (receipt.status, receipt.message, receipt.accepted) == (409, "Biểu mẫu đã đóng", False)


def test_nothing_is_sent_where_the_sign_in_fails_or_the_address_is_another_program(server, phone):
    server.answer("HEAD", "/submission", status=401)
    assert phone.submit(b"<data/>", {}).status == 401

    server.answer("HEAD", "/submission", status=200)
    with pytest.raises(PhoneTrouble, match="OpenRosa"):
        phone.submit(b"<data/>", {})

    assert {heard.method for heard in server.heard} == {"HEAD"}


def test_a_server_that_is_away_is_trouble_and_not_a_crash():
    with Phone("http://127.0.0.1:9") as phone, pytest.raises(PhoneTrouble) as trouble:
        phone.form_list()

    assert trouble.value.status == 0


def test_a_hundred_files_go_into_one_request():
    files = {f"{number}.jpg": b"x" for number in range(150)}

    sent = [
        parts_of(body.content, body.content_type) for body in bodies(b"<a/>", "a", files, limit=10**9, boundary="b")
    ]

    assert [sum(name.endswith(".jpg") for name in parts) for parts in sent] == [100, 50]


def test_a_quote_in_a_file_name_does_not_end_it():
    (body,) = bodies(b"<a/>", 'a"\r\n.xml', {}, limit=10, boundary="b")

    assert b'filename="a%22%0D%0A.xml"' in body.content
