"""Functions of numbers and of several values."""

import math
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from form_engine.xpath.errors import Unknown
from form_engine.xpath.values import NAN, Value, number, place, several, truth

_SMALLEST = 5e-324
"""Where JavaRosa starts to look for the greatest number, so that max() of numbers below 0 is this."""


def round_(_scope: Any, value: Value, places: Value = 0.0) -> float:
    """Half up above 0, half towards 0 below, over the decimal digits that are written."""
    found, digits = number(value), place(places)
    if math.isnan(found) or math.isinf(found):
        return found
    if abs(digits) > 30:
        return NAN
    if digits >= 0:
        way = ROUND_HALF_DOWN if found < 0 else ROUND_HALF_UP
        return float(Decimal(repr(found)).quantize(Decimal(1).scaleb(-digits), rounding=way))
    scaled = float(Decimal(repr(found)).scaleb(digits)) + 0.5
    return float(Decimal(math.trunc(scaled)).scaleb(-digits))


def total(_scope: Any, value: Value) -> float:
    """Blanks and texts count nothing."""
    if type(value) is not list:
        raise Unknown("the sum of something else than nodes")
    found = (number(one) for one in several(value))
    return float(sum(one for one in found if not math.isnan(one)))


def _known(values: tuple[Value, ...]) -> list[float]:
    told = several(values[0]) if len(values) == 1 else values
    return [found for found in map(number, told) if not math.isnan(found)]


def least(_scope: Any, *values: Value) -> float:
    return min(_known(values), default=NAN)


def greatest(_scope: Any, *values: Value) -> float:
    found = _known(values)
    return max(_SMALLEST, *found) if found else NAN


def checklist(_scope: Any, fewest: Value, most: Value, *factors: Value) -> bool:
    """Is the number of true ones in the range? -1 for no bound."""
    told = several(factors[0]) if len(factors) == 1 else factors
    low, high, true = place(number(fewest)), place(number(most)), sum(map(truth, told))
    return (low < 0 or true >= low) and (high < 0 or true <= high)


def weighted_checklist(_scope: Any, fewest: Value, most: Value, *pairs: Value) -> bool:
    """Is the weight of the true ones in the range? Factors and weights in turn, or a list of nodes of each."""
    if len(pairs) % 2:
        raise Unknown("a factor without its weight")
    factors, weights = list(pairs[::2]), list(pairs[1::2])
    if len(pairs) == 2:
        factors, weights = several(pairs[0]), several(pairs[1])
    if len(factors) != len(weights):
        raise Unknown("as many factors as weights are needed")
    weight = sum(number(weight) for factor, weight in zip(factors, weights, strict=True) if truth(factor))
    return number(fewest) <= weight <= number(most)
