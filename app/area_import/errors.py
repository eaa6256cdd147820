"""Why a workbook of areas is not read."""

from core.errors import InvalidInput


class AreaWorkbookUnreadable(InvalidInput):
    code = "areas.workbook_unreadable"


class AreaColumnsMissing(InvalidInput):
    """Facts: `columns`."""

    code = "areas.columns_missing"


class AreaRowsMissing(InvalidInput):
    """There is no row, or there are too many. Facts: `most`."""

    code = "areas.rows_missing"


class AreasNotSound(InvalidInput):
    """Rows have faults: nothing is written. Facts: `count`."""

    code = "areas.not_sound"
