"""The bytes of a rule set's file -> what stands in it, or the line that can't be read."""

import ast
import re
import tomllib
import unicodedata
from typing import Any

from form_engine.ruleset_fault import FILE, RulesetFault, fault
from form_engine.scoring_errors import ScoringSheetInvalid

_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_CHARACTER = re.compile(r"^(?:Illegal|Found invalid) character (?P<quoted>'.+'|\".+\")$")
_SAID = (
    ("Cannot ", "toml_twice"),
    ("Duplicate ", "toml_twice"),
    ("Unclosed ", "toml_unclosed"),
    ("Unterminated ", "toml_unclosed"),
    ("Expected ", "toml_unclosed"),
)
"""What tomllib's messages begin with. Others: a value, a date or a key that it can't read."""


def read_toml(content: bytes) -> dict[str, Any]:
    """Text in NFC. Raises ScoringSheetInvalid with line and column."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ScoringSheetInvalid([fault(FILE, "no_utf8", line=line)]) from error
    try:
        return tomllib.loads(unicodedata.normalize("NFC", text))
    except RecursionError as error:
        raise ScoringSheetInvalid([fault(FILE, "toml_nested")]) from error
    except tomllib.TOMLDecodeError as error:
        raise ScoringSheetInvalid([_fault(str(error), text)]) from error


def _fault(told: str, text: str) -> RulesetFault:
    at = _AT.search(told)
    said = told[: at.start()] if at else told
    end = text.count("\n") + 1
    place = {"line": int(at["line"] or end), "column": int(at["column"] or 1)} if at else {"line": end, "column": 1}
    if found := _CHARACTER.match(said):
        character = ast.literal_eval(found["quoted"])
        code = "toml_unclosed" if character in "\r\n" else "control_character"
        return fault(FILE, code, **place, character=f"U+{ord(character):04X}")
    return fault(FILE, next((code for begin, code in _SAID if said.startswith(begin)), "toml_unreadable"), **place)
