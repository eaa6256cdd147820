import io
from contextlib import ExitStack
from itertools import pairwise

import pytest
from flask import Request
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from app.errors import TooLarge, UnsupportedType
from app.openrosa.errors import MultipartBroken, XmlMissing
from app.openrosa.multipart_reader import plain_name, read_body
from app.training.multipart import bodies

KIND = "multipart/form-data; boundary=x0x0x0"
LIMIT = 1_000_000


class Line(io.RawIOBase):
    """Gives a body in the pieces in which it arrives."""

    def __init__(self, body, cuts=()):
        places = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
        self._pieces = [body[start:end] for start, end in pairwise(places)]
        self.given = 0

    def read(self, size=-1):
        if not self._pieces:
            return b""
        piece = self._pieces.pop(0)
        if 0 <= size < len(piece):
            self._pieces.insert(0, piece[size:])
            piece = piece[:size]
        self.given += len(piece)
        return piece


def read(body, kind=KIND, *, cuts=(), length=None, limit=LIMIT, line=None, **environ):
    """(xml, [(name, content)]) of a body."""
    made = EnvironBuilder("/openrosa/submission", method="POST").get_environ()
    made |= {"wsgi.input": line or Line(body, cuts), "CONTENT_TYPE": kind, **environ}
    if length != "unknown":
        made["CONTENT_LENGTH"] = str(len(body) if length is None else length)
    with ExitStack() as closing:
        found = read_body(Request(made), closing, max_bytes=limit)
        return found.xml, [(one.name, one.body.read(), one.size, one.sha256) for one in found.files]


def a_body(files=None, xml=b"<data/>"):
    return next(bodies(xml, "f.xml", files or {}, limit=10**9, boundary="x0x0x0")).content


names = st.text("abcđ ảế-._", min_size=1, max_size=12).map(str.strip).filter(bool)
contents = st.one_of(
    st.binary(max_size=400),
    st.sampled_from(
        [b"\r\n--x0x0x0", b"\r\n--x0x0x", b"\r", b"--x0x0x0--\r\n", b"\r\n\r\n--", b"\n" * 50, b"\r\n" * 20]
    ),
).filter(lambda content: b"\r\n--x0x0x0" not in b"\r\n" + content)


@given(files=st.dictionaries(names, contents, max_size=4), cuts=st.lists(st.integers(0, 2000), max_size=12))
@example(files={"a": b"A" * 500}, cuts=list(range(1000)))
def test_any_cut_of_the_bytes_gives_the_same_parts(files, cuts):
    body = a_body(files)

    xml, found = read(body, cuts=cuts)

    assert xml == b"<data/>"
    assert [(name, content) for name, content, *_ in found] == list(files.items())
    assert [size for *_, size, _ in found] == [len(content) for content in files.values()]


@given(files=st.dictionaries(names, contents, max_size=2), chunked=st.booleans())
def test_a_body_cut_short_at_any_byte_is_never_taken_for_whole(files, chunked):
    body = a_body(files)
    last = body.rindex(b"--x0x0x0--") + len(b"--x0x0x0--")

    for end in range(0, last, max(1, last // 40)):
        more = {"length": "unknown", "wsgi.input_terminated": True} if chunked else {"length": len(body)}
        with pytest.raises((MultipartBroken, XmlMissing)):
            read(body[:end], **more)


@given(body=st.binary(max_size=300))
@example(body=b"--x0x0x0\r\n\r\n")
@example(body=b"--x0x0x0\r\nContent-Disposition: form-data\r\n\r\n\r\n--x0x0x0--")
@example(body=b'--x0x0x0\r\nContent-Disposition: \xff\xfe; name="a"\r\n\r\n\r\n--x0x0x0--\r\n')
@example(body=b'\r\n--x0x0x0\r\nContent-Disposition: form-data; name="\xe1\xba"\r\n\r\nx\r\n--x0x0x0--\r\n')
def test_bytes_of_no_meaning_are_refused_and_never_fail(body):
    for wrapped in (body, b"--x0x0x0\r\n" + body, b"--x0x0x0\r\n" + body + b"\r\n\r\nx\r\n--x0x0x0--\r\n"):
        with pytest.raises((MultipartBroken, XmlMissing)):
            read(wrapped)


@given(st.text(max_size=80))
@example('multipart/form-data; boundary="')
@example("multipart/form-data; boundary=é")
@example("multipart/form-data; boundary=a\nb")
@example("multipart/form-data; boundary*=utf-8''x")
def test_a_type_of_any_text_is_refused_and_never_fails(kind):
    with pytest.raises((MultipartBroken, XmlMissing, UnsupportedType)):
        read(a_body(), kind.encode().decode("latin-1"))


def test_a_body_may_be_chunked():
    body = a_body({"a": b"A" * 1000})

    xml, found = read(body, length="unknown", cuts=range(0, 2000, 100), **{"wsgi.input_terminated": True})

    assert (xml, found[0][:2]) == (b"<data/>", ("a", b"A" * 1000))


def test_a_body_over_the_limit_is_read_to_its_end_and_refused():
    line = Line(a_body({"a": b"A" * 150_000}))

    with pytest.raises(TooLarge) as refusal:
        read(a_body({"a": b"A" * 150_000}), limit=100_000, line=line)

    assert refusal.value.facts == {"limit": 100_000}
    assert line.given > 150_000


@pytest.mark.parametrize(
    ("kind", "body", "refusal"),
    [
        ("application/json", b"{}" * 100_000, UnsupportedType),
        ("multipart/form-data", b"x" * 200_000, MultipartBroken),
        (KIND, b"--x0x0x0\r\nbroken\n" + b"x" * 200_000, MultipartBroken),
        (KIND, a_body(xml=b" " * 10_500_000) + b"x" * 200_000, TooLarge),
        ("text/xml", b" " * 10_700_000, TooLarge),
    ],
    ids=["type", "boundary", "parts", "XML in parts", "XML"],
)
def test_whatever_is_refused_is_read_to_its_end_first(kind, body, refusal):
    line = Line(body)

    with pytest.raises(refusal):
        read(body, kind, limit=20_000_000, line=line)

    assert line.given == len(body)


def test_an_absurd_body_is_not_read_to_its_end():
    line = Line(b"A" * 2_000_000)

    with pytest.raises(TooLarge):
        read(b"", limit=100_000, length=10**12, line=line)

    assert line.given <= 300_000


def test_a_chunked_body_over_the_limit_is_refused():
    with pytest.raises(TooLarge):
        read(a_body({"a": b"A" * 150_000}), limit=100_000, length="unknown", **{"wsgi.input_terminated": True})


@pytest.mark.parametrize("kind", ["text/xml", "application/xml", "text/xml;charset=UTF-8", "TEXT/XML"])
def test_xml_may_be_the_whole_body(kind):
    assert read(b"<data/>", kind) == (b"<data/>", [])


def test_an_empty_body_has_no_form():
    for kind in ("text/xml", KIND):
        with pytest.raises((XmlMissing, MultipartBroken)):
            read(b"", kind)


def test_a_large_file_goes_to_the_disk_and_comes_back_whole():
    content = bytes(range(256)) * 3000

    _, found = read(a_body({"a.jpg": content}), cuts=range(0, 800_000, 64 * 1024))

    assert found[0][1] == content


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("a.jpg", "a.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/a/b/c", "c"),
        ("a\0b\r\n.jpg", "ab.jpg"),
        ("  ảnh nhà.jpg ", "ảnh nhà.jpg"),
        ("x" * 300, "x" * 250),
        ("a/", ""),
        ("", ""),
    ],
)
def test_a_name_is_its_last_part_without_control_characters(name, plain):
    assert plain_name(name) == plain


@given(st.text())
def test_no_name_holds_a_path(name):
    plain = plain_name(name)

    assert not set(plain) & set("/\\\0\r\n")
    assert len(plain) <= 250


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('name="ảnh 1.jpg"; filename="ảnh 1.jpg"', "ảnh 1.jpg"),
        ("name=\"a\"; filename*=UTF-8''%E1%BA%A3nh%201.jpg", "ảnh 1.jpg"),
        ('name="a"; filename="a.jpg"; filename*=utf-8\'vi\'%E1%BA%A3nh%201.jpg', "ảnh 1.jpg"),
        ('name="a"; filename="%E1%BA%A3nh%201.jpg"', "ảnh 1.jpg"),
        ('name="ảnh 1.jpg"; filename="blob"', "ảnh 1.jpg"),
        ('name="ảnh 1.jpg"', "ảnh 1.jpg"),
        ('name="khac.jpg"; filename="khac%201.jpg"', "khac%201.jpg"),
        ('name="ghi chú"', None),
    ],
)
def test_a_file_is_called_what_the_form_calls_it_however_the_part_writes_it(disposition, name):
    pieces = (
        '--x0x0x0\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="f.xml"\r\n\r\n',
        "<data><photo>ảnh 1.jpg</photo></data>",
        f"\r\n--x0x0x0\r\nContent-Disposition: form-data; {disposition}\r\n\r\nJPG\r\n--x0x0x0--\r\n",
    )

    _, found = read("".join(pieces).encode())

    assert [(one[0], one[1]) for one in found] == ([(name, b"JPG")] if name else [])
