"""Lists in pages: newest first, a cursor to go on with."""

from marshmallow import Schema, ValidationError, fields, validate

DEFAULT_LIMIT = 50
MOST = 500
_BEYOND = 1 << 63
"""What no sequence reaches, and the database has no number for."""


class PageQuerySchema(Schema):
    """cursor: `next_cursor` of the page before."""

    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=DEFAULT_LIMIT, validate=validate.Range(1, MOST))


def before(cursor: str | None) -> int | None:
    """Raises ValidationError for what is no cursor of ours."""
    if not cursor:
        return None
    try:
        sequence = int(cursor, 36)
    except ValueError:
        sequence = -1
    if not 0 <= sequence < _BEYOND:
        raise ValidationError({"cursor": ["not a cursor"]})
    return sequence


def cursor_after(sequences: list[int], limit: int) -> str | None:
    """The cursor of the next page; None when this one was not full."""
    return _base36(sequences[-1]) if len(sequences) == limit else None


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"
