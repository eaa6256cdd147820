"""Role -> permissions: the table. Every route names one permission; a test walks the routes.

Source of the duties: domain procedure, section 2 (actors) and section 4 (who does which step).
"""

from enum import StrEnum
from functools import lru_cache

from core.actor import Actor


class Role(StrEnum):
    ENUMERATOR = "enumerator"
    """điều tra viên"""
    SUPERVISOR = "supervisor"
    """giám sát viên"""
    VILLAGE_HEAD = "village_head"
    """trưởng thôn"""
    COMMUNE_OFFICER = "commune_officer"
    """công chức văn hóa - xã hội"""
    COMMUNE_CHAIRMAN = "commune_chairman"
    """Chủ tịch UBND xã"""
    APPRAISER = "appraiser"
    """cấp thẩm định"""
    DISTRICT_OFFICER = "district_officer"
    PROVINCE_OFFICER = "province_officer"
    PAYMENT_PROVIDER = "payment_provider"
    AUDITOR = "auditor"
    """Mặt trận Tổ quốc: reads"""
    ADMINISTRATOR = "administrator"


PUBLIC = "public"
"""The permission of routes that anybody may use."""
SIGNED_IN = "signed_in"
"""The permission of routes that every signed-in person may use."""

_READS = frozenset({"submission.read", "case.read", "household.read", "ruleset.read", "score.explain", "area.read"})
_FILLS = frozenset({"form.download", "submission.send", "ruleset.read"})
_MANAGES = frozenset({"people.manage", "submission.decrypt"})
_PLACES = frozenset({"area.import", "area.change"})
"""The tree of areas; a commune's officer writes the villages of his commune."""

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.ENUMERATOR: _FILLS,
    Role.SUPERVISOR: _READS | _FILLS | {"complaint.read", "submission.review", "entity.resolve", "ruleset.simulate"},
    Role.VILLAGE_HEAD: _FILLS | {"case.read", "score.explain", "meeting.hold"},
    Role.COMMUNE_OFFICER: _READS
    | _FILLS
    | _MANAGES
    | {"submission.review", "entity.resolve", "ruleset.simulate"}
    | {"household.import", "household.change", "area.import"}
    | {"round.open", "list.make", "list.post", "list.submit", "case.withdraw", "meeting.repeat"}
    | {"complaint.read", "complaint.handle", "complaint.unseal"}
    | {"person.identify", "duplicate.decide"},
    Role.COMMUNE_CHAIRMAN: _READS | {"decision.sign", "ruleset.simulate", "complaint.read", "complaint.unseal"},
    Role.APPRAISER: _READS | {"appraisal.give", "ruleset.simulate", "complaint.read"},
    Role.DISTRICT_OFFICER: _READS | _MANAGES | {"round.open", "ruleset.simulate", "complaint.read", "duplicate.decide"},
    Role.PROVINCE_OFFICER: _READS
    | _MANAGES
    | _PLACES
    | {"round.open", "ruleset.simulate", "ruleset.correct", "complaint.read", "duplicate.decide"},
    Role.PAYMENT_PROVIDER: frozenset(),
    Role.AUDITOR: _READS | {"complaint.read"},
    Role.ADMINISTRATOR: _READS
    | _MANAGES
    | _PLACES
    | {
        "ruleset.simulate",
        "ruleset.correct",
        "ruleset.adopt",
        "form.publish",
        "form.override",
        "job.read",
        "job.retry",
    },
}

ALL = frozenset().union(*PERMISSIONS.values()) | {PUBLIC, SIGNED_IN}


def permissions_of(actor: Actor) -> frozenset[str]:
    """What the actor's roles allow, together."""
    return _of_roles(tuple(actor.roles))


@lru_cache(maxsize=256)
def _of_roles(roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(PERMISSIONS[Role(role)] for role in roles if role in set(Role)))


def may(actor: Actor, permission: str) -> bool:
    return permission in (PUBLIC, SIGNED_IN) or permission in permissions_of(actor)
