"""Publishing the forms of the repository's folder."""

import logging
from collections.abc import Iterable
from pathlib import Path

from app.training.commune import RULESET
from core.actor import SYSTEM
from core.blobs import Blobs
from core.clock import Clock
from form_engine.forms_folder import CatalogEntry, read_catalog
from form_engine.points_table import FILE_NAME
from form_engine.publishing.actions import FormSource, publish_version
from form_engine.publishing.models import FormVersion

log = logging.getLogger(__name__)


def publish_folder(
    folder: Path, *, only: str = "", ruleset: str = RULESET, blobs: Blobs, clock: Clock
) -> list[FormVersion]:
    """Publish the forms of one rule set, or only one form, of whatever rule set.

    What is out already with the same content stays as it is. Raises what publish_version raises.
    """
    return [
        publish_version(source, by=SYSTEM, blobs=blobs, clock=clock)
        for source in sources(folder, only=only, ruleset=ruleset)
    ]


def sources(folder: Path, *, only: str = "", ruleset: str = RULESET) -> list[FormSource]:
    """The forms of the folder as their authors hand them over."""
    return [_source(entry) for entry in _entries(folder, only, ruleset)]


def _entries(folder: Path, only: str, ruleset: str) -> Iterable[CatalogEntry]:
    if only:
        return [entry for entry in read_catalog(folder) if entry.form_id == only]
    return [entry for entry in read_catalog(folder) if entry.ruleset == ruleset]


def _source(entry: CatalogEntry) -> FormSource:
    """The points table is made for each person, of the rule set that the round of his commune was frozen with."""
    media = {path.name: path.read_bytes() for path in (entry.folder / "media").glob("*") if path.is_file()}
    return FormSource(
        workbook=entry.workbook.read_bytes(),
        filename=f"{entry.form_id}.xlsx",
        role=entry.role,
        may_fill=entry.filled_by,
        media=media,
        personal_media=(*entry.personal, FILE_NAME) if entry.has_points else entry.personal,
        ruleset=entry.ruleset if entry.has_points else "",
    )
