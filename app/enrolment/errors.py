"""Why a workbook of people is refused as a whole. What is wrong in a row is a `RowFault`, not an exception."""

from core.errors import InvalidInput, NotFound, RuleBroken


class WorkbookUnreadable(InvalidInput):
    code = "enrolment.unreadable"


class ColumnsMissing(InvalidInput):
    code = "enrolment.columns_missing"


class NoRows(InvalidInput):
    code = "enrolment.no_rows"


class TooManyRows(InvalidInput):
    code = "enrolment.too_many_rows"


class NotYours(RuleBroken):
    """Somebody whose area or roles the actor does not answer for."""

    code = "enrolment.not_yours"


class NobodyChosen(RuleBroken):
    code = "enrolment.nobody_chosen"


class PersonNotFound(NotFound):
    code = "enrolment.person_not_found"
