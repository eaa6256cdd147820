"""Refusals about areas and households."""

from core.errors import Conflict, NotFound


class AreaNotFound(NotFound):
    code = "registry.area_not_found"


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
