"""Titles of columns that the compiler passes over, though a slip of the pen away from one that it reads.

`relevent` compiles, and the condition below it is lost without a word. A column of the author's own is left alone.
"""

from difflib import get_close_matches

from form_engine.workbook_fault import WorkbookFault
from form_engine.workbook_places import Places

_MEANT = (
    *("appearance", "calculation", "choice_filter", "constraint", "constraint_message", "default", "guidance_hint"),
    *("hint", "label", "name", "parameters", "readonly", "relevant", "repeat_count", "required", "required_message"),
    *("save_to", "trigger", "type"),
)
_READ = frozenset(
    {
        *_MEANT,
        *("calculate", "caption", "compact_tag", "constraining_message", "count", "disabled", "intent", "itemset"),
        *("media", "image", "big_image", "audio", "video", "autoplay", "no_app_error_string", "noapperrorstring"),
        *("query", "read_only", "requiredmsg", "rows"),
    }
)
"""As `meaning` tells them, underscores for hyphens."""
_SPACES_OF_OTHERS = ("bind::", "body::", "control::", "instance::", "sms_")
_LIKE = 0.84
"""`relevent`, `requried`, `mesage`; not `label_old`."""


def faults_of_titles(places: Places) -> list[WorkbookFault]:
    """Of the sheet survey, each title once."""
    titles = {title: word.replace("-", "_") for place in places.values() for word, title in place.columns.items()}
    found = []
    for title, word in titles.items():
        if word in _READ or title.strip().lower().startswith(_SPACES_OF_OTHERS):
            continue
        if meant := _meant_by(word):
            found.append(WorkbookFault("title_misspelt", "survey", 1, title, {"value": title, "meant": meant}))
    return found


def _meant_by(word: str) -> str:
    swapped = (one for one in _MEANT if sorted(one) == sorted(word))
    return next(iter([*swapped, *get_close_matches(word, _MEANT, n=1, cutoff=_LIKE)]), "")
