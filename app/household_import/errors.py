"""Why a workbook of households is not read."""

from core.errors import InvalidInput


class HouseholdWorkbookUnreadable(InvalidInput):
    code = "households.workbook_unreadable"


class HouseholdColumnsMissing(InvalidInput):
    """Facts: `columns`."""

    code = "households.columns_missing"


class HouseholdRowsMissing(InvalidInput):
    """There is no row, or there are too many. Facts: `most`."""

    code = "households.rows_missing"


class MemberColumnsMissing(InvalidInput):
    """Facts: `columns`."""

    code = "members.columns_missing"


class MemberRowsTooMany(InvalidInput):
    """Facts: `most`."""

    code = "members.rows_too_many"


class HouseholdsNotSound(InvalidInput):
    """Rows have faults: nothing is written. Facts: `count`."""

    code = "households.not_sound"
