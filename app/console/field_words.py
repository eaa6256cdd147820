"""Short words for the answers that conditions of rule sets look at, and for what they ask of them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import get_locale, gettext

from app.console.words import word
from form_engine.scoring_sheet import Condition, Indicator, Test

_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")


def _(text: str) -> str:
    """Mark a word for the catalogue; it is translated when it is shown."""
    return text


FIELDS: Mapping[str, str] = {
    "age": _("age"),
    "attending_school": _("goes to school"),
    "average_monthly_kwh": _("electricity a month (kWh)"),
    "birth_year": _("year of birth"),
    "dependant": _("children, old people and others unable to work"),
    "disabled": _("disabled"),
    "dwelling_area_m2": _("dwelling area (m²)"),
    "dwelling_grade": _("grade of the dwelling"),
    "education_matches_age": _("education fits the age"),
    "has_computer": _("has a computer"),
    "has_desktop": _("has a desktop computer"),
    "has_laptop": _("has a laptop"),
    "has_phone": _("has a phone"),
    "has_radio": _("has a radio"),
    "has_smartphone": _("has a smartphone"),
    "has_tablet": _("has a tablet"),
    "has_tv": _("has a television"),
    "has_work": _("has work"),
    "health_insurance": _("has health insurance"),
    "hears_loudspeaker": _("hears the village loudspeaker"),
    "hygienic_toilet": _("hygienic toilet"),
    "hygienic_water": _("hygienic water"),
    "labour_contract": _("has a labour contract"),
    "lower_secondary_graduate": _("finished lower secondary school"),
    "members": _("members"),
    "monthly_social_allowance": _("draws a monthly social allowance"),
    "pillar_durable": _("durable pillars"),
    "roof_durable": _("durable roof"),
    "school_level_matches_age": _("school level fits the age"),
    "seriously_ill": _("was seriously ill"),
    "sex": _("sex"),
    "sought_treatment": _("sought treatment"),
    "stunted": _("too small for the age"),
    "toilet": _("kind of toilet"),
    "unable_to_work": _("unable to work"),
    "underweight": _("too light for the age"),
    "uses_internet": _("uses the internet"),
    "uses_phone": _("uses a phone"),
    "waged": _("works for wages"),
    "wall_durable": _("durable walls"),
    "wants_work": _("wants work"),
    "waste_treated": _("waste is collected and treated"),
    "water_source": _("source of water"),
}

CHOICES: Mapping[str, str] = {
    "yes": _("yes"),
    "no": _("no"),
    "male": _("male"),
    "female": _("female"),
    "kien_co": _("solid"),
    "ban_kien_co": _("semi-solid"),
    "thieu_kien_co": _("less solid"),
    "don_so": _("simple"),
    "may": _("piped water"),
    "gieng_khoan": _("drilled well"),
    "gieng_dao_bao_ve": _("protected dug well"),
    "khe_mo_bao_ve": _("protected spring"),
    "mua": _("rain water"),
    "dong_chai": _("bottled water"),
    "khac": _("another kind"),
    "tu_hoai": _("septic or semi-septic"),
    "tham_doi_nuoc": _("pour-flush (Suilabh)"),
    "vip": _("ventilated improved pit (VIP)"),
    "dao_co_be": _("pit with a seat"),
    "hai_ngan": _("double vault"),
}

HEALTH = frozenset({"seriously_ill", "sought_treatment", "health_insurance", "unable_to_work", "disabled"}) | frozenset(
    {"stunted", "underweight", "monthly_social_allowance"}
)
"""What a paper that goes around tells of nobody."""

_NUMBERS: Mapping[str, str] = {
    "at_least": _("%(what)s %(value)s or more"),
    "over": _("%(what)s over %(value)s"),
    "below": _("%(what)s under %(value)s"),
    "at_most": _("%(what)s %(value)s or less"),
}
_SCOPES: Mapping[str, str] = {
    "any_member": _("a member: %(condition)s"),
    "all_members": _("every member: %(condition)s"),
    "no_member": _("no member: %(condition)s"),
    "household": _("the household: %(condition)s"),
}


def told(field: str, value: Any) -> str:
    """Such as "goes to school: no"."""
    return f"{word(FIELDS, field)}: {_value(value)}"


def _value(value: Any) -> str:
    """A number with decimals as it is written in the language of the page."""
    if value is None:
        return "–"
    text = str(value)
    return with_decimal_sign(text) if _DECIMAL.fullmatch(text) else word(CHOICES, text)


def with_decimal_sign(number: str) -> str:
    """“22.6” with a comma where the page is Vietnamese."""
    return number.replace(".", ",") if str(get_locale()) == "vi" else number


def indicator_in_words(indicator: Indicator) -> str:
    """When it counts, as the scorer reads it."""
    condition = condition_in_words(indicator.condition)
    if indicator.over_percent is not None:
        share = gettext("more than %(percent)s %% of the members: %(condition)s")
        return str(share % {"percent": indicator.over_percent, "condition": condition})
    return str(gettext(_SCOPES[indicator.scope]) % {"condition": condition})


def condition_in_words(condition: Condition) -> str:
    parts = [f"({condition_in_words(one)})" if isinstance(one, Condition) else _test(one) for one in condition.parts]
    if condition.at_least == len(parts):
        both = gettext("and")
        return f" {both} ".join(parts)
    if condition.at_least == 1:
        either = gettext("or")
        return f" {either} ".join(parts)
    of = gettext("at least %(count)s of these: %(parts)s")
    return str(of % {"count": condition.at_least, "parts": "; ".join(parts)})


def _test(test: Test) -> str:
    what = word(FIELDS, test.field)
    if test.per_member:
        what = gettext("%(what)s for each member") % {"what": what}
    if test.operator in _NUMBERS:
        return str(gettext(_NUMBERS[test.operator]) % {"what": what, "value": test.value})
    values = _listed(test.value if isinstance(test.value, tuple) else (test.value,))
    if test.operator == "not_in":
        return str(gettext("%(what)s is none of: %(values)s") % {"what": what, "values": values})
    return f"{what}: {values}"


def _listed(values: Iterable[Any]) -> str:
    either = gettext("or")
    return f" {either} ".join(_value(value) for value in values)
