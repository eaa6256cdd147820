"""Which version of a rule set a file was taken of: the mark that goes out with it and is asked for when it comes back.

A table stands in a spreadsheet for weeks. If another correction was adopted meanwhile, bringing it back would silently
undo that one: so a file tells its version, and another one than that in force is refused.
"""

import re
from collections.abc import Iterable

from form_engine.scoring_errors import FileOfOtherVersion, FileWithoutVersion
from form_engine.scoring_sheet import ScoringSheet

COLUMN = "ban_goc"
_DIGITS = 16
"""Of the hash: enough to tell versions apart, short enough for a column."""
_LINE = re.compile(rb"^# ban_goc: (?P<mark>\S+)\r?\n", re.MULTILINE)
_MARK = re.compile(rf"(?P<ruleset>[a-z0-9-]+)@[0-9a-f]{{{_DIGITS}}}")


def mark_of(sheet: ScoringSheet) -> str:
    """Such as "vn-2016-2020@0123456789abcdef": the id and the beginning of the hash."""
    return f"{sheet.id}@{sheet.hash[:_DIGITS]}"


def ruleset_of_mark(mark: str) -> str:
    """The id in a mark; empty for what is none."""
    found = _MARK.fullmatch(mark.strip())
    return found["ruleset"] if found else ""


def with_mark(content: bytes, sheet: ScoringSheet) -> bytes:
    """A rule set's file with its mark as the first line; a comment changes no hash."""
    return f"# {COLUMN}: {mark_of(sheet)}\n".encode() + without_mark(content)


def without_mark(content: bytes) -> bytes:
    return _LINE.sub(b"", content)


def marks_of_file(content: bytes) -> set[str]:
    """The marks in a rule set's file."""
    return {found["mark"].decode(errors="replace") for found in _LINE.finditer(content)}


def require_version(marks: Iterable[str], base: ScoringSheet, *, may_lack: bool) -> None:
    """Raises FileOfOtherVersion, FileWithoutVersion.

    may_lack: nothing was adopted yet, so a file without a mark can undo nothing.
    """
    told = {mark.strip() for mark in marks if mark.strip()}
    others = sorted(told - {mark_of(base)})
    if others:
        raise FileOfOtherVersion(taken=others[0][:60], in_force=mark_of(base))
    if not told and not may_lack:
        raise FileWithoutVersion(in_force=mark_of(base))
