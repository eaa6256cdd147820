"""Refusals about areas and households."""

from core.errors import Conflict, NotFound


class AreaNotFound(NotFound):
    code = "registry.area_not_found"


class HouseholdNotFound(NotFound):
    code = "registry.household_not_found"


class StaleHousehold(Conflict):
    code = "registry.household_changed"
