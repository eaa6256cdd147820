"""Words about people of the register. Codes to English sources; `vi.po` has the Vietnamese."""

from collections.abc import Mapping

from flask_babel import gettext


def _(text: str) -> str:
    """Mark a word for the catalogue; it is translated when it is shown."""
    return text


SEXES: Mapping[str, str] = {"male": _("Male"), "female": _("Female")}

RELATIONS: Mapping[str, str] = {
    "01": _("Head of household"),
    "02": _("Spouse"),
    "03": _("Child"),
    "04": _("Adopted child"),
    "05": _("Child-in-law"),
    "06": _("Parent"),
    "07": _("Parent-in-law"),
    "08": _("Grandparent"),
    "09": _("Grandchild"),
    "10": _("Sibling"),
    "11": _("Nephew or niece"),
    "12": _("Other relative"),
    "99": _("Not related"),
}
"""Quan hệ với chủ hộ."""

IDENTITY_KINDS: Mapping[str, str] = {
    "cccd": _("Citizen number"),
    "cmnd": _("Old identity card, 9 digits"),
    "other": _("Number of unknown kind"),
}

IDENTITY_STATES: Mapping[str, str] = {
    "told": _("As told"),
    "confirmed": _("Seen on the paper"),
    "refuted": _("Wrong"),
}

DOUBTS: Mapping[str, str] = {
    "shape": _("The number has neither 12 nor 9 digits. A spreadsheet may have cut zeros off: copy it from the paper."),
    "sex_or_century": _("The 4th digit does not fit the sex or the century of birth."),
    "year": _("Digits 5 and 6 do not fit the year of birth."),
    "province": _("The first three digits are no known province (the birth may be registered abroad)."),
    "made_up": _("The last six digits look made up."),
}

BEGAN: Mapping[str, str] = {
    "listed": _("there already"),
    "told": _("told by a later form"),
    "born": _("born"),
    "moved_in": _("moved in"),
    "split": _("household split"),
    "merged": _("households merged"),
    "relation": _("other relation to the head"),
    "same_person": _("two entries of one person"),
}

ENDED: Mapping[str, str] = {
    "not_told": _("not told by a later form"),
    "died": _("died"),
    "moved_out": _("moved out"),
    "split": _("household split"),
    "merged": _("households merged"),
    "relation": _("other relation to the head"),
    "same_person": _("two entries of one person"),
    "mistake": _("entered by mistake"),
}

LIKE_REASONS: Mapping[str, str] = {
    "number": _("The same identity number"),
    "name": _("The same name, sex and birth"),
    "place": _("Forms filled at one spot"),
}

DUPLICATE_STATES: Mapping[str, str] = {
    "open": _("To be decided"),
    "same": _("One and the same"),
    "different": _("Two different ones"),
    "lapsed": _("Corrected meanwhile"),
    "taken_back": _("Taken back"),
}

CHANGED_FIELDS: Mapping[str, str] = {
    "name": _("Name"),
    "sex": _("Sex"),
    "birth": _("Birth"),
    "ethnic_group": _("Ethnic group"),
}


def birth_told(birth: str) -> str:
    """Day first, as exactly as it is known: 06/05/1938, 05/1938, 1938."""
    return "/".join(reversed(birth.split("-")))


def source_told(source: str) -> str:
    """Where something comes from: a form, a list, somebody, an event."""
    kinds = {
        "form": gettext("form"),
        "list": gettext("list of the commune"),
        "person": gettext("entered by hand"),
        "event": gettext("event of the household"),
        "duplicate": gettext("two entries of one person"),
    }
    return str(kinds.get(source.partition(":")[0], ""))
