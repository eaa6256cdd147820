"""A submission's body, read as it comes: parts counted and hashed on the way, large ones on disk, memory bounded.

Protocol rules S4-S6, S15, S19.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from flask import Request
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from app.errors import TooLarge, UnsupportedType
from app.openrosa.errors import MultipartBroken, XmlMissing
from core.errors import InvalidInput
from submissions.intake import IncomingFile

XML_PART = "xml_submission_file"
INCOMPLETE_PART = "*isIncomplete*"

_PIECE = 64 * 1024
_IN_MEMORY = 256 * 1024
_MAX_XML = 10 * 1024 * 1024
_MAX_PARTS = 1_000
_LONGEST_NAME = 250
_DRAINED = 3
"""So many times the limit is read and thrown away, so that the phone hears the answer; beyond, the line is cut."""

_EXTENDED = re.compile(r"filename\*\s*=\s*utf-8'[^';]*'([^;\s]+)", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(slots=True)
class SubmissionBody:
    xml: bytes
    files: list[IncomingFile] = field(default_factory=list)


def read_body(request: Request, closing: ExitStack, *, max_bytes: int) -> SubmissionBody:
    """Read XML and files. Temporary files are closed with `closing`.

    Raises XmlMissing, MultipartBroken, TooLarge, UnsupportedType, after the body was read to its end.
    """
    pieces = _pieces(request, max_bytes)
    try:
        return _read(request.headers.get("Content-Type", ""), pieces, closing)
    except InvalidInput:
        with suppress(InvalidInput):
            for _ in pieces:  # the phone hears the answer only when it has sent all
                pass
        raise


def _read(content_type: str, pieces: Iterator[bytes], closing: ExitStack) -> SubmissionBody:
    kind, options = parse_options_header(content_type)
    if kind in ("text/xml", "application/xml"):
        return SubmissionBody(_bounded(pieces, _MAX_XML))
    if kind != "multipart/form-data":
        raise UnsupportedType(type=kind[:100])
    boundary = options.get("boundary", "")
    if not boundary:
        raise MultipartBroken(reason="no boundary")
    parts = _Parts(closing)
    try:
        parser = PushMultipartParser(
            boundary, max_segment_count=_MAX_PARTS, max_header_size=8 * 1024, max_header_count=16, strict=False
        )
        for piece in pieces:
            for event in parser.parse(piece):
                parts.take(event)
        parser.close()
    except MultipartError as error:
        raise MultipartBroken(reason=type(error).__name__) from error
    return parts.body()


def _pieces(request: Request, max_bytes: int) -> Iterator[bytes]:
    """The body in pieces, by Content-Length or until its end when chunked. Raises TooLarge past the limit."""
    stream = request.environ["wsgi.input"]
    declared = request.content_length
    left = declared if declared is not None else max_bytes * (_DRAINED + 1)
    if declared is None and not request.environ.get("wsgi.input_terminated") and "chunked" not in _transfer(request):
        left = 0
    if declared is not None and declared > max_bytes:
        _drain(stream, min(declared, max_bytes * _DRAINED))
        raise TooLarge(limit=max_bytes)
    read = 0
    while left > 0:
        piece = stream.read(min(_PIECE, left))
        if not piece:
            break
        read += len(piece)
        left -= len(piece)
        if read > max_bytes:
            _drain(stream, max_bytes * _DRAINED)
            raise TooLarge(limit=max_bytes)
        yield piece
    if declared is not None and left > 0:
        raise MultipartBroken(reason="cut off")


def _transfer(request: Request) -> str:
    return request.headers.get("Transfer-Encoding", "").lower()


def _drain(stream: Any, most: int) -> None:
    while most > 0 and (piece := stream.read(min(_PIECE, most))):
        most -= len(piece)


def _bounded(pieces: Iterator[bytes], most: int) -> bytes:
    content = bytearray()
    for piece in pieces:
        if len(content) + len(piece) > most:
            raise TooLarge(limit=most)
        content += piece
    if not content:
        raise XmlMissing()
    return bytes(content)


class _Parts:
    """Takes the parser's events: segments, then their pieces, None at the end of each."""

    def __init__(self, closing: ExitStack) -> None:
        self._closing = closing
        self._xml: bytearray | None = None
        self._found_xml: bytes | None = None
        self._file: _File | None = None
        self._files: list[_File] = []

    def take(self, event: Any) -> None:
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._end()
        elif self._xml is not None:
            if len(self._xml) + len(event) > _MAX_XML:
                raise TooLarge(limit=_MAX_XML)
            self._xml += event
        elif self._file is not None:
            self._file.write(event)

    def _begin(self, segment: MultipartSegment) -> None:
        if segment.name == XML_PART and self._found_xml is None:
            self._xml = bytearray()
        elif segment.name != INCOMPLETE_PART and (names := _names_of(segment)):
            body: IO[bytes] = self._closing.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115
            kind = segment.content_type or "application/octet-stream"
            self._file = _File(names, _is_file(segment), kind, body)

    def _end(self) -> None:
        if self._xml is not None:
            self._found_xml, self._xml = bytes(self._xml), None
        elif self._file is not None:
            self._files.append(self._file)
            self._file = None

    def body(self) -> SubmissionBody:
        xml = self._found_xml
        if not xml:
            raise XmlMissing()
        return SubmissionBody(xml, [file for one in self._files if (file := one.whole(xml)) is not None])


class _File:
    """A part on its way. names: what it may be called, the likeliest first; which one, the form says at the end."""

    def __init__(self, names: tuple[str, ...], is_file: bool, content_type: str, body: IO[bytes]) -> None:
        self._names, self._is_file, self._content_type, self._body = names, is_file, content_type[:100], body
        self._hash, self._size = hashlib.sha256(), 0

    def write(self, piece: bytes | bytearray) -> None:
        self._hash.update(piece)
        self._size += len(piece)
        self._body.write(piece)

    def whole(self, xml: bytes) -> IncomingFile | None:
        """None for a field that is no file and that the form does not name."""
        named = next((name for name in self._names if f">{escape(name)}<".encode() in xml), None)
        if named is None and not self._is_file:
            return None
        self._body.seek(0)
        name = named or self._names[0]
        return IncomingFile(name, self._content_type, self._body, self._hash.hexdigest(), self._size)


def _is_file(segment: MultipartSegment) -> bool:
    return segment.filename is not None or _EXTENDED.search(segment.header("Content-Disposition", "")) is not None


def _names_of(segment: MultipartSegment) -> tuple[str, ...]:
    """By file name first, then by the part's name; as written, and with what was percent-encoded undone (rule S4)."""
    extended = _EXTENDED.search(segment.header("Content-Disposition", ""))
    written = [unquote(extended[1], errors="replace")] if extended else []
    for name in (segment.filename or "", segment.name or ""):
        written += [name, unquote(name, errors="replace")] if "%" in name else [name]
    return tuple(dict.fromkeys(plain for one in written if (plain := plain_name(one))))


def plain_name(name: str) -> str:
    """The last part of a path, without control characters: a label in a record, never a path on any disk."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return _NOT_IN_NAMES.sub("", last).strip()[:_LONGEST_NAME]
