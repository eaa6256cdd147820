"""Files in an S3 store: photographs, form files, papers. Named by content, written once, read as streams.

boto3 administers and signs; the hot path is one signed PUT over a kept-alive connection.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Protocol
from urllib.parse import quote

import boto3
import urllib3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ClientError

_REGION = "us-east-1"
_CHUNK = 64 * 1024
PATIENCE = urllib3.Timeout(connect=3, read=8)
"""Seconds until a phone hears that the store is away (protocol rule H15).

connect holds for each piece that is sent, too; read for the silence after the last one: the time that a slow disk has.
"""


class StoreUnreachable(Exception):
    """The object store did not take or give a file; nothing is known to be wrong with the request."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as the store holds it: `key` is made of the content's SHA-256, so equal bytes are stored once."""

    key: str
    sha256: str
    size: int


class Blobs(Protocol):
    """What the rest of the program knows of the object store."""

    def put(self, body: IO[bytes], *, sha256: str, size: int, content_type: str) -> StoredFile:
        """Return when the store has acknowledged the file. Raises StoreUnreachable."""

    def open(self, key: str) -> Iterator[bytes]:
        """The file in pieces. Raises KeyError when there is none, StoreUnreachable."""

    def is_reachable(self) -> bool: ...


def key_of(content: bytes) -> str:
    """Under which key this content stands, if it is stored."""
    return _key(hashlib.sha256(content).hexdigest())


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def put_bytes(blobs: Blobs, content: bytes, *, content_type: str) -> StoredFile:
    """Store a small file that is in memory already."""
    return blobs.put(
        io.BytesIO(content),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content_type=content_type,
    )


class _KnownHash(S3SigV4Auth):
    """Signs with a content hash that was computed while the file arrived, instead of reading it again."""

    def payload(self, request: Any) -> str:
        known: str = request.context["sha256"]
        return known


class S3Blobs:
    """Blobs over any S3 store."""

    def __init__(
        self,
        *,
        endpoint: str,
        bucket: str,
        access_key: str,
        secret_key: str,
        patience: urllib3.Timeout = PATIENCE,
    ) -> None:
        self._url = f"{endpoint}/{quote(bucket)}/"
        self._bucket = bucket
        self._signer = _KnownHash(Credentials(access_key, secret_key), "s3", _REGION)
        self._pool = urllib3.PoolManager(num_pools=2, maxsize=128, block=False, retries=False, timeout=patience)
        self._admin = boto3.client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            region_name=_REGION,
            config=Config(
                s3={"addressing_style": "path"}, retries={"max_attempts": 1}, connect_timeout=3, read_timeout=30
            ),
        )

    def make_bucket(self) -> None:
        """Make the bucket when there is none. Safe to run twice. Raises StoreUnreachable."""
        try:
            self._admin.create_bucket(Bucket=self._bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
                raise StoreUnreachable(str(error)) from error
        except BotoCoreError as error:
            raise StoreUnreachable(str(error)) from error

    def put(self, body: IO[bytes], *, sha256: str, size: int, content_type: str) -> StoredFile:
        key = _key(sha256)
        headers = {"Content-Type": content_type, "Content-Length": str(size)}
        answer = self._send("PUT", key, sha256, headers, body)
        if answer.status != 200:
            raise StoreUnreachable(f"put answered {answer.status}")
        return StoredFile(key=key, sha256=sha256, size=size)

    def open(self, key: str) -> Iterator[bytes]:
        answer = self._send("GET", key, hashlib.sha256(b"").hexdigest(), {}, None)
        if answer.status == 404:
            answer.release_conn()
            raise KeyError(key)
        if answer.status != 200:
            answer.release_conn()
            raise StoreUnreachable(f"get answered {answer.status}")
        return _pieces(answer)

    def is_reachable(self) -> bool:
        try:
            self._admin.head_bucket(Bucket=self._bucket)
        except (BotoCoreError, ClientError):
            return False
        return True

    def _send(
        self, method: str, key: str, sha256: str, headers: dict[str, str], body: IO[bytes] | None
    ) -> urllib3.BaseHTTPResponse:
        request = AWSRequest(method=method, url=self._url + key, headers=headers)
        request.context["sha256"] = sha256
        self._signer.add_auth(request)
        try:
            return self._pool.request(
                method,
                request.url,
                body=body,
                headers=dict(request.headers),
                preload_content=method == "PUT",
                redirect=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise StoreUnreachable(type(error).__name__) from error


def _pieces(answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    try:
        yield from answer.stream(_CHUNK)
    except urllib3.exceptions.HTTPError as error:
        raise StoreUnreachable(type(error).__name__) from error
    finally:
        answer.release_conn()
