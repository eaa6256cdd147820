"""The lists that a phone carries: villages of its owner's area, their households with the state of their cases, and for
Phiếu C and C1 the people that the last forms told of.

Nothing of another area is on a phone. A list is made when the manifest is asked for and kept for a while under its
hash, so that the file a phone then fetches is the one that the manifest named.
"""

from app.openrosa.lists import beneficiaries, households, members, villages
from app.openrosa.lists.kept import Kept, PersonalList
from app.wiring import deps
from core.actor import Actor
from core.clock import local_day
from form_engine.publishing.errors import FormFileNotFound
from registry import repository as registry

_kept = Kept()


def as_named(filename: str, actor: Actor, md5: str, *, role: str) -> PersonalList:
    """The list that a manifest named to this person, or the present one when that is forgotten."""
    return _kept.get(actor.id, md5) or make(filename, actor, role=role)


def make(filename: str, actor: Actor, *, role: str) -> PersonalList:
    """The present list of this person for the forms of a role. Raises FormFileNotFound for a name of no such list."""
    made = _made(filename, actor, role)
    _kept.put(actor.id, made)
    return made


def _made(filename: str, actor: Actor, role: str) -> PersonalList:
    within = registry.villages_within(actor.area_path, on=local_day(deps().clock()))
    match filename:
        case villages.FILE_NAME:
            return villages.make(within)
        case households.FILE_NAME:
            return households.make(within, actor, role)
        case members.FILE_NAME:
            return members.make(within, actor, role)
        case beneficiaries.FILE_NAME:
            return beneficiaries.make(within, actor)
    raise FormFileNotFound(filename=filename)
