"""Current and past versions of forms; definitions are read once per version and process."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable

from core.blobs import Blobs, StoreUnreachable
from core.mongo import collection, ensure_index
from form_engine.definition import FormDefinition
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.publishing.errors import FormNotFound, VersionNotFound
from form_engine.publishing.models import EntityList, Form, FormDraft, FormVersion
from form_engine.xform_reader import read_definition

log = logging.getLogger(__name__)

_CACHED = 64
_KEPT_VERSIONS = 2_000
_RECENT_SECONDS = 1.0


def ensure_indexes() -> None:
    Form.ensure_indexes()
    FormVersion.ensure_indexes()
    FormDraft.ensure_indexes()
    EntityList.ensure_indexes()
    ensure_index(collection("draft_submissions"), "form_id", "at")


def version_id(form_id: str, version: str) -> str:
    return f"{form_id}@{version}"


def get_form(form_id: str) -> Form:
    """Raises FormNotFound."""
    form = find_form(form_id)
    if form is None:
        raise FormNotFound(form_id=form_id)
    return form


def find_form(form_id: str) -> Form | None:
    form: Form | None = Form.objects(id=form_id).first()
    return form


def all_forms() -> list[Form]:
    return list(Form.objects.order_by("id"))


def versions_of(form_id: str) -> list[FormVersion]:
    """Every published version, the latest first."""
    found = FormVersion.objects(form_id=form_id)
    return sorted(found, key=lambda one: (one.published_at, one.version), reverse=True)


def versions_out(form_id: str) -> list[FormVersion]:
    """Those whose day has come, the latest first."""
    form = get_form(form_id)
    never = {form.next_version, *form.displaced}
    return [one for one in versions_of(form_id) if one.effective_at is None or one.version not in never]


def get_version(form_id: str, version: str) -> FormVersion:
    """Raises FormNotFound, VersionNotFound."""
    found = find_version(form_id, version)
    if found is None:
        raise _no_version(form_id, version)
    return found


def _no_version(form_id: str, version: str) -> FormNotFound:
    return (
        VersionNotFound(form_id=form_id, version=version or "–")
        if find_form(form_id)
        else FormNotFound(form_id=form_id)
    )


def find_version(form_id: str, version: str) -> FormVersion | None:
    found: FormVersion | None = FormVersion.objects(id=version_id(form_id, version)).first()
    return found


def find_by_workbook(workbook_key: str) -> FormVersion | None:
    """The version that was made of this very workbook."""
    found: FormVersion | None = FormVersion.objects(workbook_key=workbook_key).first()
    return found


def nearest_version(form_id: str, version: str) -> FormVersion:
    """The version asked for; if it is unknown the current one, so that what a phone sent is read as well as can be.

    Raises FormNotFound when there is no such form.
    """
    return find_version(form_id, version) or get_version(form_id, get_form(form_id).current_version)


class RecentForms:
    """Forms as they were within the last second: intake and worker ask for each submission.

    A form that this process closes is forgotten here and refused from then on; others follow within the second.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Form]] = {}
        self._forgotten = 0
        self._lock = threading.Lock()

    def get(self, form_id: str) -> Form:
        """Raises FormNotFound."""
        until, form = self._known.get(form_id, (0.0, None))
        if form is None or until < time.monotonic():
            before = self._forgotten
            form = get_form(form_id)
            with self._lock:
                if before == self._forgotten:  # else what was read may be older than the change
                    self._known[form_id] = (time.monotonic() + _RECENT_SECONDS, form)
        return form

    def forget(self, form_id: str) -> None:
        with self._lock:
            self._forgotten += 1
            self._known.pop(form_id, None)


class Versions:
    """Published versions, which never change; those used lately are kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, FormVersion] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, form_id: str, version: str) -> FormVersion:
        """Raises FormNotFound, VersionNotFound."""
        found = self._all([version_id(form_id, version)])
        if not found:
            raise _no_version(form_id, version)
        return found[0]

    def open_to(self, roles: frozenset[str]) -> list[FormVersion]:
        """The current versions of the forms that someone with these roles may fill now, by title then id."""
        rows = collection("forms").find({"state": "open"}, {"may_fill": 1, "current_version": 1})
        ids = [version_id(one["_id"], one["current_version"]) for one in rows if roles & set(one["may_fill"])]
        return sorted(self._all(ids), key=lambda one: (one.title, one.form_id))

    def _all(self, ids: Iterable[str]) -> list[FormVersion]:
        with self._lock:
            found = {one: self._kept[one] for one in ids if one in self._kept}
        missing = [one for one in ids if one not in found]
        if missing:
            found |= {one.id: one for one in FormVersion.objects(id__in=missing)}
        with self._lock:
            for one, version in found.items():
                self._kept[one] = version
                self._kept.move_to_end(one)
            while len(self._kept) > _KEPT_VERSIONS:
                self._kept.popitem(last=False)
        return list(found.values())


class Definitions:
    """Definitions by version, read from the object store once. Versions never change, so nothing is ever stale."""

    def __init__(self, blobs: Blobs) -> None:
        self.forms = RecentForms()
        self.versions = Versions()
        self._blobs = blobs
        self._kept: OrderedDict[str, FormDefinition] = OrderedDict()
        self._evaluators: OrderedDict[str, Evaluator] = OrderedDict()
        self._lock = threading.Lock()

    def nearest(self, form_id: str, version: str) -> FormDefinition:
        """The definition of a version, or of the current one when that version is unknown.

        Raises FormNotFound, StoreUnreachable.
        """
        with self._lock:
            kept = self._kept.get(version_id(form_id, version))
        return kept or self.of(nearest_version(form_id, version))

    def of(self, version: FormVersion) -> FormDefinition:
        """Raises StoreUnreachable."""
        with self._lock:
            found = self._kept.get(version.id)
            if found is not None:
                self._kept.move_to_end(version.id)
                return found
        try:
            found = read_definition(b"".join(self._blobs.open(version.xform_key)))
        except KeyError as error:
            raise StoreUnreachable(f"the XForm of {version.id} is not in the object store") from error
        with self._lock:
            self._kept[version.id] = found
            while len(self._kept) > _CACHED:
                self._kept.popitem(last=False)
        return found

    def evaluator(self, definition: FormDefinition) -> Evaluator:
        """The rules of a published version with its lists, compiled once. Raises FormNotFound, StoreUnreachable."""
        key = version_id(definition.form_id, definition.version)
        with self._lock:
            found = self._evaluators.get(key)
            if found is not None:
                self._evaluators.move_to_end(key)
                return found
        found = Evaluator.of(definition, known_lists(definition, self._common_lists(definition)))
        for one in found.not_supported:
            log.warning("expression not evaluated", extra={"form": key, "at": f"{one.path} {one.part}: {one.reason}"})
        with self._lock:
            self._evaluators[key] = found
            while len(self._evaluators) > _CACHED:
                self._evaluators.popitem(last=False)
        return found

    def _common_lists(self, definition: FormDefinition) -> dict[str, bytes]:
        """The CSV files that were the same on every phone: none made for a person."""
        files: dict[str, bytes] = {}
        for one in self.versions.get(definition.form_id, definition.version).media:
            if one.key and not one.is_personal and one.filename.endswith(".csv"):
                try:
                    files[one.filename] = b"".join(self._blobs.open(one.key))
                except KeyError as error:
                    raise StoreUnreachable(f"{one.filename} of {definition.form_id} is not there") from error
        return files
