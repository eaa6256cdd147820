"""Facts and a template to a PDF."""

import json
from pathlib import Path
from typing import Any

import typst

_FOLDER = Path(__file__).parent


def pdf(template: str, facts: dict[str, Any]) -> bytes:
    """template: name of a file here. facts: what it reads as `data`; plain values alone.

    The same facts give the same bytes: only the fonts that come with the typesetter are used, whatever the machine has.
    """
    made = typst.compile(
        str(_FOLDER / template), ignore_system_fonts=True, sys_inputs={"data": json.dumps(facts, ensure_ascii=False)}
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made
