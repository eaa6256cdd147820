"""The households of the review as an entity list: its name, which properties the register holds, and the rows' ids."""

import hashlib
import re
import uuid

NAME = "review_households"

OF_THE_REGISTER = (
    *("village", "household_code", "head_name", "address", "members_count", "standing", "managed_list"),
    *("state", "remark", "returned_form", "returned_instance"),
)
"""Properties that follow the register and the case; a form that saves to them changes nothing in them."""

LAST = "last_"
"""Begins the names of the properties that hold the last answers of a form that was sent back."""

_UUID_4_HEX = re.compile(r"[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}")


def is_of_the_register(name: str) -> bool:
    return name in OF_THE_REGISTER or name.startswith(LAST)


def entity_id_of(household_id: str) -> str:
    """A version-4 UUID, since phones change no entity with another id; the same for a household always.

    A household whose own id is one already bears it: so it is with those that a phone made.
    """
    if _UUID_4_HEX.fullmatch(household_id):
        return str(uuid.UUID(household_id))
    made = hashlib.sha256(f"household\x1f{household_id}".encode()).digest()[:16]
    return str(uuid.UUID(bytes=made, version=4))


def household_id_of_new(entity_id: str) -> str:
    """The id in the register of a household that a phone made as an entity."""
    return uuid.UUID(entity_id).hex
