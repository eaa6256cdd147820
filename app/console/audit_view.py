"""How the interview went, from the phone's own log: how long, where it took longest, which answers were changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.wiring import deps
from core.blobs import StoreUnreachable
from core.mongo import Document
from form_engine.client_audit import LARGEST, Asked, ClientAudit, plain_path, read_client_audit
from form_engine.definition import Field, FormDefinition
from form_engine.instance import read_instance

_LONGEST_SHOWN = 6
_CHANGES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class AuditRow:
    label: str
    seconds: float
    changes: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AuditPanel:
    """longest and changed are bounded: the whole log can be downloaded."""

    log: ClientAudit
    file: str
    longest: list[AuditRow]
    changed: list[AuditRow]


def audit_panel(document: Document, definition: FormDefinition | None, language: str) -> AuditPanel | None:
    """None when there is no log, it has not come yet, or can't be read now."""
    if document["is_encrypted"]:
        return None
    name = read_instance(document["xml"]).audit_file
    kept = next((one for one in document["attachments"] if name and one["name"] == name), None)
    log = _read(kept) if kept else None
    if log is None:
        return None
    return AuditPanel(
        log=log,
        file=name,
        longest=[_row(one, definition, language) for one in log.longest(_LONGEST_SHOWN)],
        changed=[_row(one, definition, language) for one in log.changed[:_CHANGES_SHOWN]],
    )


def _read(kept: Mapping[str, Any]) -> ClientAudit | None:
    if kept["size"] > LARGEST:
        return None
    try:
        return read_client_audit(b"".join(deps().blobs.open(kept["key"])))
    except (KeyError, StoreUnreachable):  # the page is worth showing without it
        return None


def _row(one: Asked, definition: FormDefinition | None, language: str) -> AuditRow:
    node = definition.node_at(plain_path(one.path)) if definition else None
    label = node.labels.get(language) or node.labels.get("") if isinstance(node, Field) else None
    return AuditRow(label or one.path.rpartition("/")[2], one.seconds, one.changes)
