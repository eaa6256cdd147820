"""Settings: typed, frozen, read once from the environment; an unsafe production start is refused by name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

E = TypeVar("E", bound=StrEnum)

REPOSITORY = Path(__file__).resolve().parent.parent


class Environment(StrEnum):
    TRAINING = "training"
    PRODUCTION = "production"


class LogFormat(StrEnum):
    JSON = "json"
    TEXT = "text"


class UnsafeSettings(Exception):
    """The environment lacks something, or asks for something unsafe. `problems` holds one sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class S3Settings:
    endpoint: str
    bucket: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process is told at its start. Nothing else reads the environment."""

    environment: Environment
    secret_key: str = field(repr=False)
    base_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("var")
    mongodb_uri: str | None = field(default=None, repr=False)
    mongodb_database: str = "rasoat"
    s3: S3Settings | None = None
    log_format: LogFormat = LogFormat.JSON
    trusted_proxies: int = 0
    web_workers: int = 1
    web_threads: int = 256
    max_body_bytes: int = 100_000_000
    has_fixed_address: bool = True
    """False when no RASOAT_BASE_URL was given (training): phones are then handed the address by which they came."""
    xlsforms_dir: Path = REPOSITORY / "xlsforms"

    @property
    def is_training(self) -> bool:
        return self.environment is Environment.TRAINING

    @property
    def is_https(self) -> bool:
        """Whether people and phones reach us over TLS: cookies are then marked Secure."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Raises UnsafeSettings, with all problems at once. A variable that is set to nothing counts as not set."""
        env = {name: value for name, value in env.items() if value.strip()}
        problems: list[str] = []
        environment = _choice(env, "RASOAT_ENV", Environment, Environment.PRODUCTION, problems)
        host = env.get("RASOAT_HOST", "127.0.0.1")
        port = _number(env, "RASOAT_PORT", 8000, problems, least=1, most=65535)
        settings = cls(
            environment=environment,
            secret_key=env.get("RASOAT_SECRET_KEY", ""),
            base_url=env.get("RASOAT_BASE_URL", f"http://{host}:{port}").rstrip("/"),
            has_fixed_address="RASOAT_BASE_URL" in env,
            host=host,
            port=port,
            data_dir=Path(env.get("RASOAT_DATA_DIR", "var")).absolute(),
            mongodb_uri=env.get("RASOAT_MONGODB_URI") or None,
            mongodb_database=env.get("RASOAT_MONGODB_DATABASE", "rasoat"),
            s3=_s3(env, problems),
            log_format=_choice(env, "RASOAT_LOG", LogFormat, LogFormat.JSON, problems),
            trusted_proxies=_number(env, "RASOAT_TRUSTED_PROXIES", 0, problems, least=0, most=5),
            web_workers=_number(env, "RASOAT_WEB_WORKERS", _cores(), problems, least=1, most=64),
            web_threads=_number(env, "RASOAT_WEB_THREADS", 256, problems, least=1, most=1024),
            max_body_bytes=_number(env, "RASOAT_MAX_BODY_BYTES", 100_000_000, problems, least=10_000, most=10**10),
            xlsforms_dir=Path(env.get("RASOAT_XLSFORMS_DIR", str(REPOSITORY / "xlsforms"))),
        )
        if environment is Environment.PRODUCTION:
            problems += _unsafe_in_production(settings, env)
        if problems:
            raise UnsafeSettings(problems)
        return settings


def _unsafe_in_production(settings: Settings, env: Mapping[str, str]) -> list[str]:
    problems = []
    if len(settings.secret_key) < 32:
        problems.append("RASOAT_SECRET_KEY is missing or shorter than 32 characters")
    if settings.mongodb_uri is None:
        problems.append("RASOAT_MONGODB_URI is missing (the embedded database is for training only)")
    if settings.s3 is None:
        problems.append("RASOAT_S3_ENDPOINT is missing (the embedded object store is for training only)")
    if "RASOAT_BASE_URL" not in env:
        problems.append("RASOAT_BASE_URL is missing (phones are handed absolute addresses)")
    elif not settings.is_https:
        problems.append("RASOAT_BASE_URL is not https (passwords and personal data would travel in clear)")
    elif settings.trusted_proxies == 0:
        problems.append("RASOAT_TRUSTED_PROXIES is 0, but something in front of us speaks https: how many proxies?")
    return problems


def _cores() -> int:
    """One web process a core: Python runs one thread of each at a time."""
    return min(os.cpu_count() or 1, 64)


def _s3(env: Mapping[str, str], problems: list[str]) -> S3Settings | None:
    endpoint = env.get("RASOAT_S3_ENDPOINT")
    if not endpoint:
        return None
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        if not env.get(name):
            problems.append(f"{name} is missing, and RASOAT_S3_ENDPOINT is set")
    return S3Settings(
        endpoint=endpoint.rstrip("/"),
        bucket=env.get("RASOAT_S3_BUCKET", "rasoat"),
        access_key=env.get("AWS_ACCESS_KEY_ID", ""),
        secret_key=env.get("AWS_SECRET_ACCESS_KEY", ""),
    )


def _choice(env: Mapping[str, str], name: str, kind: type[E], default: E, problems: list[str]) -> E:
    text = env.get(name)
    if not text:
        return default
    try:
        return kind(text)
    except ValueError:
        problems.append(f"{name} is {text!r}; it may be {', '.join(kind)}")
        return default


def _number(env: Mapping[str, str], name: str, default: int, problems: list[str], *, least: int, most: int) -> int:
    text = env.get(name)
    if not text:
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        problems.append(f"{name} is {text!r}; it must be a whole number from {least} to {most}")
        return default
    return int(text)
