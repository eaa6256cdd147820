"""ODK Collect played over HTTP: lists, downloads and sends forms, and is as picky about answers as Collect is."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import md5
from typing import Self
from urllib.parse import unquote, urlsplit

import urllib3
from lxml import etree

from app.training.digest import DigestAnswers
from app.training.multipart import bodies
from core.clock import Clock, utc_now
from core.errors import CannotStart
from form_engine.definition import FormDefinition
from form_engine.errors import NotXml
from form_engine.safe_xml import local_name, parse
from form_engine.xform_reader import read_definition

USER_AGENT = "org.odk.collect.android/v2026.3.3 Dalvik/2.1.0 (Linux; U; Android 14; Ra Soat training phone)"
_FORM_LIST = "{http://openrosa.org/xforms/xformsList}"
_MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
_DEFAULT_LIMIT = 10_000_000
_PATIENCE = urllib3.Timeout(connect=30, read=60)
_ANSWER_LIMIT = 64 * 1024 * 1024


class PhoneTrouble(CannotStart):
    """What Collect would show instead of going on. `status`: the server's; 0 when there was no answer at all."""

    def __init__(self, told: str, status: int = 0) -> None:
        super().__init__(told)
        self.status = status


@dataclass(frozen=True, slots=True)
class ListedForm:
    form_id: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str
    """Empty when the form needs no files."""


@dataclass(frozen=True)
class BlankForm:
    """A form on the phone, with its files by name."""

    listed: ListedForm
    xform: bytes
    media: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def definition(self) -> FormDefinition:
        return read_definition(self.xform)


@dataclass(frozen=True, slots=True)
class Receipt:
    status: int
    message: str
    """What the server tells the enumerator; empty when the answer was no OpenRosa envelope."""

    @property
    def accepted(self) -> bool:
        """Only then may a phone delete its copy."""
        return self.status in (201, 202)


class Phone:
    """One phone in one hand: not to be shared between threads (the pool of connections may be)."""

    def __init__(
        self,
        base_url: str,
        *,
        username: str = "",
        password: str = "",
        device_id: str = "",
        http: urllib3.PoolManager | None = None,
        clock: Clock = utc_now,
    ) -> None:
        """`base_url` is the server URL of the settings; with a key in it no user name is needed."""
        self.base_url = base_url.rstrip("/")
        self.device_id = device_id or f"collect:{secrets.token_urlsafe(12)}"
        self._username, self._password = username, password
        self._http = http or urllib3.PoolManager()
        self._clock = clock
        self._digest: DigestAnswers | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.clear()

    def form_list(self) -> list[ListedForm]:
        root = self._get_openrosa(f"{self.base_url}/formList", f"{_FORM_LIST}xforms")
        return [_listed(entry) for entry in root if entry.tag == f"{_FORM_LIST}xform"]

    def download(self, form: ListedForm) -> BlankForm:
        """The form with all its files. Raises PhoneTrouble when the bytes don't have the announced hash."""
        xform = self._get_checked(form.download_url, form.hash)
        media: dict[str, bytes] = {}
        if form.manifest_url:
            manifest = self._get_openrosa(form.manifest_url, f"{_MANIFEST}manifest")
            for entry in manifest:
                name, hash_, url = (_needed(entry, f"{_MANIFEST}{tag}") for tag in ("filename", "hash", "downloadUrl"))
                # The hash of an entity list is any sign of change, not that of its bytes.
                media[name.rpartition("/")[2]] = self._get_checked(url, "" if entry.get("type") else hash_)
        return BlankForm(form, xform, media)

    def submit(self, xml: bytes, attachments: Mapping[str, bytes], *, xml_name: str = "") -> Receipt:
        """Send a finalised instance with its files, in as many requests as the server's limit asks for.

        The receipt is that of the last request, or of the first one that was not accepted.
        """
        url, limit, refused = self._before_sending()
        if refused is not None:
            return refused
        name = xml_name or f"Phiếu_{self._clock():%Y-%m-%d_%H-%M-%S}.xml"
        receipt = Receipt(0, "")
        for body in bodies(xml, name, attachments, limit=limit, boundary=secrets.token_hex(16)):
            answer = self._request("POST", url, body.content, body.content_type)
            receipt = Receipt(answer.status, _message(answer.data))
            if not receipt.accepted:
                break
        return receipt

    def _before_sending(self) -> tuple[str, int, Receipt | None]:
        """HEAD: sign in, learn the limit, and perhaps another address."""
        url = f"{self.base_url}/submission"
        answer = self._request("HEAD", url)
        if answer.status == 401:
            return url, 0, Receipt(401, "")
        if 200 <= answer.status < 300 and answer.status != 204:
            raise PhoneTrouble("is this an OpenRosa endpoint?", answer.status)
        if answer.status != 204:  # whatever it was, Collect sends all the same
            return url, _DEFAULT_LIMIT, None
        moved = unquote(answer.headers.get("Location", ""))
        if moved and urlsplit(moved).hostname != urlsplit(url).hostname:
            raise PhoneTrouble("the server sends uploads to another host", answer.status)
        limit = answer.headers.get("X-OpenRosa-Accept-Content-Length", "")
        return moved or url, int(limit) if limit.isdigit() else _DEFAULT_LIMIT, None

    def _get_checked(self, url: str, hash_: str) -> bytes:
        answer = self._request("GET", url)
        if answer.status != 200:
            raise PhoneTrouble("download failed", answer.status)
        if hash_ and md5(answer.data, usedforsecurity=False).hexdigest() != hash_[len("md5:") :]:
            raise PhoneTrouble("the bytes do not have the announced hash", answer.status)
        return answer.data

    def _get_openrosa(self, url: str, root_tag: str) -> etree._Element:
        answer = self._request("GET", url)
        if answer.status != 200:
            raise PhoneTrouble(_message(answer.data) or "no list", answer.status)
        if answer.headers.get("X-OpenRosa-Version") != "1.0":
            raise PhoneTrouble("not an OpenRosa server", answer.status)
        if "text/xml" not in answer.headers.get("Content-Type", ""):
            raise PhoneTrouble("not XML: a network proxy?", answer.status)
        try:
            root = parse(answer.data, max_bytes=_ANSWER_LIMIT)
        except NotXml as error:
            raise PhoneTrouble("the list is not XML", answer.status) from error
        if root.tag != root_tag:
            raise PhoneTrouble(f"the list is not a {root_tag}", answer.status)
        return root

    def _request(
        self, method: str, url: str, body: bytes | None = None, content_type: str = ""
    ) -> urllib3.BaseHTTPResponse:
        """Signs in by Digest when asked to, and again when the server's nonce is too old."""
        url += ("&" if "?" in url else "?") + f"deviceID={self.device_id.replace(':', '%3A')}"
        answer = self._send(method, url, body, content_type)
        challenge = _digest_challenge(answer) if answer.status == 401 and self._username else ""
        if challenge:
            self._digest = DigestAnswers(self._username, self._password, challenge)
            answer = self._send(method, url, body, content_type)
        return answer

    def _send(self, method: str, url: str, body: bytes | None, content_type: str) -> urllib3.BaseHTTPResponse:
        # Collect's clock has twelve hours here (03:04:05 for 15:04:05); a server must not mind.
        date = f"{self._clock():%a, %d %b %Y %I:%M:%S} GMT"
        headers = {
            "X-OpenRosa-Version": "1.0",
            "Date": date,
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "gzip",
        }
        if content_type:
            headers["Content-Type"] = content_type
        if self._digest:
            parts = urlsplit(url)
            headers["Authorization"] = self._digest.header(method, f"{parts.path or '/'}?{parts.query}")
        try:
            return self._http.request(
                method, url, body=body, headers=headers, timeout=_PATIENCE, retries=False, redirect=False
            )
        except urllib3.exceptions.HTTPError as error:
            raise PhoneTrouble(f"no answer: {error}") from error


def _listed(entry: etree._Element) -> ListedForm:
    return ListedForm(
        form_id=_needed(entry, f"{_FORM_LIST}formID"),
        name=_needed(entry, f"{_FORM_LIST}name"),
        version=(entry.findtext(f"{_FORM_LIST}version") or "").strip(),
        hash=_needed(entry, f"{_FORM_LIST}hash"),
        download_url=_needed(entry, f"{_FORM_LIST}downloadUrl"),
        manifest_url=(entry.findtext(f"{_FORM_LIST}manifestUrl") or "").strip(),
    )


def _needed(entry: etree._Element, tag: str) -> str:
    """One entry without it, and Collect discards the whole list."""
    text = (entry.findtext(tag) or "").strip()
    if not text:
        raise PhoneTrouble(f"an entry of the list lacks {tag}")
    return text


def _digest_challenge(answer: urllib3.BaseHTTPResponse) -> str:
    challenges = answer.headers.getlist("WWW-Authenticate")
    return next((challenge for challenge in challenges if challenge.lower().startswith("digest ")), "")


def _message(body: bytes) -> str:
    """The first `message`, which Collect shows to the enumerator."""
    if b"OpenRosaResponse" not in body:
        return ""
    try:
        root = parse(body)
    except NotXml:
        return ""
    return next(("".join(element.itertext()) for element in root.iter() if local_name(element) == "message"), "")
