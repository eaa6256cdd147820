"""Why an event of a household is not recorded."""

from core.errors import InvalidInput


class EventNotPossible(InvalidInput):
    """Facts: `faults`, by field the code of what is wrong."""

    code = "household.event_not_possible"
