"""ODK Validate: plays a form in JavaRosa, as a phone does. Optional, because it needs Java."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from pyxform.validators.odk_validate import ODK_VALIDATE_PATH

_TIME_LIMIT = 100.0
_SHORT = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""It runs for a second: compiling its own code thoroughly, and threads that tidy up, took as long as the form."""
_STACK = re.compile(r"^\s+at |\.java:\d+|^\s*\.\.\. \d+ more")
_CLASS = re.compile(r"^(?:Caused by: )?(?:org|java)\.[\w.$]+(?:Exception|Error)(?:: |$)")
_NOISE = re.compile(r"^(?:>> XForm is .*|The following files failed validation:|Result: .*|/.*\.xml)$")


class ValidateTooSlow(Exception):
    """It did not come to an end in the seconds given."""


def validate(xform: bytes, *, seconds: float = _TIME_LIMIT) -> list[str] | None:
    """What ODK Validate holds against the form: nothing, when it is in order. None where Java is missing.

    Raises ValidateTooSlow.
    """
    java = shutil.which("java")
    if java is None or not Path(ODK_VALIDATE_PATH).exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "form.xml")
        file.write_bytes(xform)
        command = [java, "-Xmx256m", *_SHORT, "-Djava.awt.headless=true", "-jar", ODK_VALIDATE_PATH, str(file)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise ValidateTooSlow from error
    told = _sentences(done.stderr.decode(errors="replace"))
    return told or ([] if done.returncode == 0 else [f"ODK Validate ended with {done.returncode}."])


def _sentences(output: str) -> list[str]:
    lines = (_CLASS.sub("", line).strip() for line in output.splitlines() if not _STACK.search(line))
    return list(dict.fromkeys(line for line in lines if line and not _NOISE.match(line)))
