"""Words about what happens to a household. Codes to English sources; `vi.po` has the Vietnamese."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Mark a word for the catalogue; it is translated when it is shown."""
    return text


EVENTS: Mapping[str, str] = {
    "split": _("Divide the household"),
    "merged": _("Join another household"),
    "moved": _("Move within the commune"),
    "moved_out": _("Move out of the commune"),
    "moved_in": _("Come from another commune"),
    "member_in": _("Somebody joins (birth, moving in)"),
    "member_out": _("Somebody moves out"),
    "died": _("Somebody died"),
    "corrected": _("Put name, address or code right"),
    "undone": _("Took back an earlier entry"),
}

EVENTS_HINTS: Mapping[str, str] = {
    "split": _(
        "The new household says whose part it was. It has no standing of its own; it is reviewed if it applies."
    ),
    "merged": _("All members join the other household; this one leaves the list and counts as other decrease."),
    "moved": _("People and phones follow at once; a case that still waits for forms goes to the new village's list."),
    "moved_out": _(
        "The household leaves the list here (other decrease). The commune it goes to takes it in with the certificate."
    ),
    "member_in": _("The number of people changes; the list of members keeps the day."),
    "member_out": _("The number of people changes; the list of members keeps the day."),
    "died": _("When the only member dies the household counts as other decrease, never as out of poverty."),
    "corrected": _("Decisions and papers of before keep what they said; what was written before stays readable."),
}
