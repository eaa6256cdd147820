import pytest

from app.auth.permissions import ALL, PERMISSIONS, PUBLIC, SIGNED_IN, Role, may, permissions_of
from core.actor import SYSTEM, Actor


def somebody(*roles):
    return Actor("a", frozenset(roles), "")


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        (Role.ENUMERATOR, "submission.send", True),
        (Role.ENUMERATOR, "submission.read", False),
        (Role.ENUMERATOR, "submission.review", False),
        (Role.SUPERVISOR, "submission.review", True),
        (Role.COMMUNE_OFFICER, "submission.review", True),
        (Role.VILLAGE_HEAD, "submission.review", False),
        (Role.AUDITOR, "submission.read", True),
        (Role.AUDITOR, "submission.review", False),
        (Role.COMMUNE_CHAIRMAN, "submission.review", False),
        (Role.ADMINISTRATOR, "submission.review", False),
        (Role.ADMINISTRATOR, "submission.send", False),
        (Role.PAYMENT_PROVIDER, "submission.read", False),
        (Role.PAYMENT_PROVIDER, "case.read", False),
        (Role.SUPERVISOR, "entity.resolve", True),
        (Role.AUDITOR, "entity.resolve", False),
    ],
)
def test_who_may_do_what(role, permission, allowed):
    assert may(somebody(role), permission) is allowed


def test_every_role_has_its_line():
    assert set(PERMISSIONS) == set(Role)


def test_roles_add_up():
    assert permissions_of(somebody(Role.ENUMERATOR, Role.AUDITOR)) == (
        PERMISSIONS[Role.ENUMERATOR] | PERMISSIONS[Role.AUDITOR]
    )


def test_an_unknown_role_allows_nothing_but_what_is_open():
    stranger = somebody("vua")

    assert {one for one in ALL if may(stranger, one)} == {PUBLIC, SIGNED_IN}
    assert permissions_of(SYSTEM) == frozenset()
