"""Log lines: one event each, JSON for machines, with the request's id and no personal data."""

import logging
import sys
import traceback
from typing import Any, TextIO

import structlog

from config.settings import LogFormat
from core.errors import CannotStart, DomainError

_OWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def configure(log_format: LogFormat, *, stream: TextIO = sys.stderr) -> None:
    """Send every log line of this process to one stream in one format."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _add_extra,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    is_json = log_format is LogFormat.JSON
    last: list[Any] = [structlog.processors.JSONRenderer(ensure_ascii=False)]
    if is_json:
        shared.append(_plain_exception)
    else:
        last = [structlog.dev.ConsoleRenderer(colors=stream.isatty())]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("pymongo", "urllib3", "botocore", "boto3", "_granian"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _plain_exception(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Where it happened and what kind it was. Messages of libraries may quote answers, so only ours are told."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = _told(error)
        event["stack"] = [
            f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)
        ]
    return event


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if isinstance(error, DomainError | CannotStart) else type(error).__name__


def _add_extra(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """`extra={...}` of the standard library, as fields of the line."""
    record = event.get("_record")
    if record is not None:
        event.update({name: value for name, value in vars(record).items() if name not in _OWN_FIELDS})
    return event


def bind(**fields: str) -> None:
    """Fields that go with every line of this request or job from now on."""
    structlog.contextvars.bind_contextvars(**fields)


def clear() -> None:
    structlog.contextvars.clear_contextvars()
