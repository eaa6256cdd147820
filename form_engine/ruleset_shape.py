"""Faults of shape in a rule set: what the JSON Schema refuses, as places and codes an officer can follow."""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from form_engine.ruleset_fault import FILE, RulesetFault, fault, shortened

_LIMITS = {
    "minimum": "too_small",
    "maximum": "too_large",
    "minItems": "too_few",
    "minLength": "empty",
    "pattern": "badly_written",
}


def shape_faults(plain: Any, validator: Draft202012Validator) -> list[RulesetFault]:
    """In the order of the file, each once."""
    errors = sorted(validator.iter_errors(plain), key=lambda error: [str(part) for part in error.absolute_path])
    return list({str(one): one for one in (_fault(plain, error) for error in errors)}.values())


def _fault(plain: Any, error: ValidationError) -> RulesetFault:
    place, found, wanted = _place(plain, list(error.absolute_path)), error.instance, error.validator_value
    match error.validator:
        case "required":
            missing = [name for name in wanted if name not in found]
            return fault(place, "shape_missing", names=", ".join(missing))
        case "additionalProperties":
            known = error.schema.get("properties", {})
            return fault(
                place, "shape_unknown", names=shortened(", ".join(name for name in found if name not in known))
            )
        case "type":
            return fault(place, f"shape_no_{_kind(wanted)}", value=shortened(found))
        case "enum" | "const":
            allowed = wanted if error.validator == "enum" else [wanted]
            return fault(place, "shape_not_allowed", value=shortened(found), allowed=", ".join(map(str, allowed)))
        case "oneOf" | "anyOf" | "dependentRequired" | "minProperties" | "maxProperties":
            return fault(place, "shape_one_of", names=_ways(error.schema))
        case str(limit) if limit in _LIMITS:
            return fault(place, f"shape_{_LIMITS[limit]}", value=shortened(found), limit=str(wanted))
        case _:
            return fault(place, "shape_other", value=shortened(found))


def _kind(wanted: Any) -> str:
    """integer, number, string, object, array or boolean."""
    return str(wanted if isinstance(wanted, str) else wanted[0])


def _ways(schema: Mapping[str, Any]) -> str:
    """Of which exactly one has to stand there: "all_of; any_of; at_least + of"."""
    ways = [" + ".join(one.get("required", ())) for one in schema.get("oneOf") or schema.get("anyOf") or ()]
    return "; ".join(filter(None, ways)) or ", ".join(schema.get("properties", {}))


def _place(plain: Any, path: list[str | int]) -> str:
    """The way to a fault in words an officer can follow: codes instead of positions."""
    steps, here = [], plain
    for part in path:
        here = here[part]
        code = here.get("code") if isinstance(here, dict) else None
        steps.append(str(code or (f"{part + 1}." if isinstance(part, int) else part)))
    return " / ".join(steps) or FILE
