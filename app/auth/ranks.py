"""Who may make, lock and move whom: nobody above his own area, nobody of a role that is not below his own."""

from collections.abc import Iterable, Mapping

from app.auth.models import Person
from app.auth.permissions import Role
from core.actor import SYSTEM, Actor

_FIELD = frozenset({Role.ENUMERATOR, Role.SUPERVISOR, Role.VILLAGE_HEAD})
_COMMUNE = _FIELD | {Role.COMMUNE_OFFICER, Role.COMMUNE_CHAIRMAN, Role.PAYMENT_PROVIDER, Role.AUDITOR}
_DISTRICT = _COMMUNE | {Role.DISTRICT_OFFICER, Role.APPRAISER}

GIVES: Mapping[Role, frozenset[Role]] = {
    Role.COMMUNE_OFFICER: _FIELD,
    Role.DISTRICT_OFFICER: _COMMUNE,
    Role.PROVINCE_OFFICER: _DISTRICT,
    Role.ADMINISTRATOR: frozenset(Role),
}
"""A role's holder -> the roles that he may give."""


def roles_given_by(actor: Actor) -> frozenset[Role]:
    if actor == SYSTEM:
        return frozenset(Role)
    return frozenset().union(*(GIVES.get(Role(role), frozenset()) for role in actor.roles if role in set(Role)))


def may_give(actor: Actor, role: Role) -> bool:
    return role in roles_given_by(actor)


def may_manage(actor: Actor, person: Person) -> bool:
    """Whether this person lies in the actor's area and below him, with every role he has. Nobody manages himself."""
    return person.id != actor.id and may_place(actor, person.roles, person.area_path)


def may_place(actor: Actor, roles: Iterable[str], area_path: str) -> bool:
    return actor.covers(area_path) and set(roles) <= roles_given_by(actor)
