"""Which entity lists there are, and their properties: what published forms declared (protocol rules N2, N3, N10).

The rows of a list are no concern of forms: registry/entities.py keeps them.
"""

from collections.abc import Iterable

from core.clock import Clock
from form_engine.entity_declarations import EntityDeclaration
from form_engine.publishing.errors import EntityListNameTaken, EntityListNotFound
from form_engine.publishing.models import EntityList, Form, FormVersion

OF_THE_SERVER = frozenset({"review_households"})
"""Lists that the server fills by itself; forms may read them, and save further properties."""

_FILE = ".csv"


def name_of(filename: str) -> str:
    """The list's name as a phone has it: the file's name up to ".csv"; empty for another file."""
    return filename.removesuffix(_FILE) if filename.endswith(_FILE) else ""


def all_lists() -> list[EntityList]:
    return list(EntityList.objects.order_by("id"))


def find_list(name: str) -> EntityList | None:
    found: EntityList | None = EntityList.objects(id=name).first()
    return found


def get_list(name: str) -> EntityList:
    """Raises EntityListNotFound."""
    found = find_list(name)
    if found is None:
        raise EntityListNotFound(name=name)
    return found


def is_list(name: str) -> bool:
    return name in OF_THE_SERVER or find_list(name) is not None


def require_free(declared: Iterable[EntityDeclaration], form_id: str, files: Iterable[str] = ()) -> None:
    """files: of this version of the form that are no entity lists.

    Raises EntityListNameTaken: another list differs in case alone, another form that is out carries a file so named, or
    a file of this form is named as a list.
    """
    names = {one.dataset for one in declared}
    for name in names:
        if any(one.id != name for one in EntityList.objects(folded=name.casefold())):
            raise EntityListNameTaken(name=name)
    plain = _plain_files(besides=form_id) if names else set()
    for name in sorted(names - OF_THE_SERVER):
        if f"{name}{_FILE}" in plain:
            raise EntityListNameTaken(name=name)
    for name in filter(None, map(name_of, files)):
        if is_list(name):
            raise EntityListNameTaken(name=name)


def _plain_files(*, besides: str) -> set[str]:
    ids = [f"{form.id}@{form.current_version}" for form in Form.objects(id__ne=besides)]
    versions = FormVersion.objects(id__in=ids)
    return {one.filename for version in versions for one in version.media if not one.is_entity_list}


def declare(declared: Iterable[EntityDeclaration], form_id: str, clock: Clock) -> None:
    """Make the lists that a form writes to, and their new properties. Doing it again changes nothing."""
    for one in declared:
        EntityList.objects(id=one.dataset).modify(
            upsert=True,
            set_on_insert__folded=one.dataset.casefold(),
            set_on_insert__made_at=clock(),
            add_to_set__properties=list(one.properties),
            add_to_set__forms=form_id,
        )


def set_approval(name: str, *, needed: bool) -> EntityList:
    """Raises EntityListNotFound."""
    changed: EntityList | None = EntityList.objects(id=name).modify(new=True, set__needs_approval=needed)
    if changed is None:
        raise EntityListNotFound(name=name)
    return changed
