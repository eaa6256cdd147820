"""The function table, in the order of the ODK XForms specification: name, fewest and most arguments, function.

A function takes the scope and its arguments as values. What only the phone could know raises Unknown.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from form_engine.xpath import functions_dates as dates
from form_engine.xpath import functions_geo as geo
from form_engine.xpath import functions_lists as lists
from form_engine.xpath import functions_numbers as numbers
from form_engine.xpath import functions_text as texts
from form_engine.xpath.errors import Unknown
from form_engine.xpath.values import number, number_with_time, text, truth, whole

_ANY = 1_000


def _phone_knows(_scope: Any, *_values: Any) -> Any:
    raise Unknown("only the phone knows")


def _real(function: Callable[..., float]) -> Callable[..., float]:
    """A function of real numbers; NaN outside its domain, as in Java."""

    def run(_scope: Any, *values: Any) -> float:
        try:
            return float(function(*[number_with_time(value) for value in values]))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return run


def _power(base: float, exponent: float) -> float:
    """Also over what Python refuses: 0 to a negative power, and what grows too large."""
    is_odd = exponent == math.trunc(exponent) and exponent % 2 == 1 if math.isfinite(exponent) else False
    try:
        return math.pow(base, exponent)
    except (ValueError, OverflowError) as error:
        if isinstance(error, ValueError) and base != 0:
            raise
        return math.copysign(math.inf, base) if is_odd else math.inf


def _log(logarithm: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -math.inf if value == 0 else logarithm(value)


FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Any]]] = {
    # Text
    "string": (1, 1, lambda _scope, value: text(value)),
    "concat": (0, _ANY, texts.concat),
    "join": (1, _ANY, texts.join),
    "contains": (2, 2, lambda _scope, value, part: text(part) in text(value)),
    "starts-with": (2, 2, lambda _scope, value, part: text(value).startswith(text(part))),
    "ends-with": (2, 2, lambda _scope, value, part: text(value).endswith(text(part))),
    "substr": (2, 3, texts.substr),
    "substring-before": (2, 2, texts.substring_before),
    "substring-after": (2, 2, texts.substring_after),
    "translate": (3, 3, texts.translate),
    "regex": (2, 2, texts.regex),
    "digest": (2, 3, texts.digest),
    "base64-decode": (1, 1, texts.base64_decode),
    "uuid": (0, 1, _phone_knows),
    # Numbers
    "number": (1, 1, lambda _scope, value: number(value)),
    "int": (1, 1, lambda _scope, value: whole(value)),
    "round": (1, 2, numbers.round_),
    "min": (1, _ANY, numbers.least),
    "max": (1, _ANY, numbers.greatest),
    "sum": (1, 1, numbers.total),
    "abs": (1, 1, _real(abs)),
    "pow": (2, 2, _real(_power)),
    "exp": (1, 1, _real(math.exp)),
    "exp10": (1, 1, _real(lambda value: 10.0**value)),
    "log": (1, 1, _real(_log(math.log))),
    "log10": (1, 1, _real(_log(math.log10))),
    "sqrt": (1, 1, _real(math.sqrt)),
    "sin": (1, 1, _real(math.sin)),
    "cos": (1, 1, _real(math.cos)),
    "tan": (1, 1, _real(math.tan)),
    "asin": (1, 1, _real(math.asin)),
    "acos": (1, 1, _real(math.acos)),
    "atan": (1, 1, _real(math.atan)),
    "atan2": (2, 2, _real(math.atan2)),
    "pi": (0, 0, lambda _scope: math.pi),
    "random": (0, 0, _phone_knows),
    # Truth
    "true": (0, 0, lambda _scope: True),
    "false": (0, 0, lambda _scope: False),
    "boolean": (1, 1, lambda _scope, value: truth(value)),
    "boolean-from-string": (1, 1, lambda _scope, value: text(value).lower() == "true" or text(value) == "1"),
    "not": (1, 1, lambda _scope, value: not truth(value)),
    "checklist": (2, _ANY, numbers.checklist),
    "weighted-checklist": (2, _ANY, numbers.weighted_checklist),
    # Dates
    "today": (0, 0, _phone_knows),
    "now": (0, 0, _phone_knows),
    "date": (1, 1, dates.date_),
    "date-time": (1, 1, dates.date_time),
    "decimal-date-time": (1, 1, dates.decimal_date_time),
    "decimal-time": (1, 1, dates.decimal_time),
    "format-date": (2, 2, dates.format_date),
    "format-date-time": (2, 2, dates.format_date),
    # Nodes and choices
    "count": (1, 1, lists.count),
    "count-non-empty": (1, 1, lists.count_non_empty),
    "selected": (2, 2, lists.selected),
    "is-selected": (2, 2, lists.selected),
    "selected-at": (2, 2, lists.selected_at),
    "count-selected": (1, 1, lists.count_selected),
    "jr:choice-name": (2, 2, lists.choice_name),
    "pulldata": (4, 4, lists.pulldata),
    "randomize": (1, 2, _phone_knows),
    # Places
    "area": (1, 1, geo.area),
    "enclosed-area": (1, 1, geo.area),
    "distance": (1, 1, geo.distance),
    # The phone and the form
    "version": (0, 0, lambda scope: scope.run.version),
    "property": (1, 1, _phone_knows),
    "depend": (1, _ANY, lambda _scope, value, *_others: value),
}
