"""Refusals about areas and households."""

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken


class AreaNotFound(NotFound):
    code = "registry.area_not_found"


class AreaTooLarge(InvalidInput):
    """Its households are not counted at each look: larger than a commune."""

    code = "registry.area_too_large"


class HouseholdNotFound(NotFound):
    code = "registry.household_not_found"


class StaleHousehold(Conflict):
    code = "registry.household_changed"


class EntityNotFound(NotFound):
    code = "registry.entity_not_found"


class EntityStale(Conflict):
    """Others changed the entity meanwhile."""

    code = "registry.entity_changed"


class PersonNotFound(NotFound):
    code = "registry.person_not_found"


class StalePerson(Conflict):
    """Others changed the person meanwhile."""

    code = "registry.person_changed"


class DuplicateNotFound(NotFound):
    code = "registry.duplicate_not_found"


class DuplicateChanged(Conflict):
    """Others answered meanwhile."""

    code = "registry.duplicate_changed"


class DuplicateAnswered(RuleBroken):
    """It is not open; what was said has to be taken back first."""

    code = "registry.duplicate_answered"


class DuplicateBeyondArea(NotAllowed):
    """One of the two lies in another unit: who is above both decides."""

    code = "registry.duplicate_beyond_area"


class DuplicateReasonMissing(InvalidInput):
    code = "registry.duplicate_reason_missing"


class HouseholdOfNeither(InvalidInput):
    """The same person is said to belong to a household of which neither entry is."""

    code = "registry.household_of_neither"


class PaperNotFound(NotFound):
    code = "registry.paper_not_found"


class NumberUnreadable(InvalidInput):
    """Neither 12 nor 9 digits."""

    code = "registry.number_unreadable"


class EventNotFound(NotFound):
    code = "registry.event_not_found"


class IssueDayNotPossible(InvalidInput):
    """A paper was issued today or earlier."""

    code = "registry.issue_day_not_possible"
