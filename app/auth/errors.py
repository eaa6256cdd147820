"""Refusals at the door."""

from core.errors import InvalidInput, NotAllowed, RuleBroken


class NotSignedIn(NotAllowed):
    """401: nobody is known to ask."""

    code = "auth.not_signed_in"


class WrongCredentials(NotSignedIn):
    code = "auth.wrong_credentials"


class TooManyFailures(NotAllowed):
    """429: `retry_after` seconds, told to people as `minutes`."""

    code = "auth.too_many_failures"

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(retry_after=retry_after, minutes=-(-retry_after // 60))


class TooManyTurns(TooManyFailures):
    """429: so many posts came from this address to a page that everybody may use."""

    code = "auth.too_many_turns"


class PhoneKeyRefused(NotAllowed):
    """403, never 401: a phone that has a key must not be asked for a password."""

    code = "auth.phone_key_refused"


class PermissionMissing(NotAllowed):
    code = "auth.permission_missing"


class PersonDisabled(NotAllowed):
    code = "auth.person_disabled"


class UnknownRole(InvalidInput):
    code = "auth.unknown_role"


class UsernameTaken(InvalidInput):
    code = "auth.username_taken"


class LockedByHigher(RuleBroken):
    """A higher level locked this account; only that level, or one above, opens it."""

    code = "auth.locked_by_higher"
