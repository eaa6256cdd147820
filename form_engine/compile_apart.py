"""Compile what somebody uploaded in a process of its own, so that no workbook can hurt the server."""

import base64
import json
import logging
import os
import subprocess
import sys
import threading
import time
from hashlib import md5
from pathlib import Path
from typing import Any

from form_engine.compiler import CompiledForm
from form_engine.errors import FormNotCompiled, NotAnXForm, NotXml
from form_engine.workbook_fault import WorkbookFault
from form_engine.workbook_gate import MOST_BYTES
from form_engine.workbook_places import Place
from form_engine.xform_reader import read_definition

log = logging.getLogger(__name__)

ANSWER_WITHIN = 10.0
"""Seconds after which whoever uploaded has his answer, all checks included."""
COMPILED_WITHIN = 8.0
"""Seconds for the child, with the wait for its turn; the rest is for reading what it made and for ODK Validate."""
MOST_XFORM = 16_000_000
_MOSTLY = 0.6
"""Of the time that a child has: when it worked less, others kept the processors, or its turn."""
_ROOT = Path(__file__).parents[1]
_AT_ONCE = threading.BoundedSemaphore(2)
"""Children of one process at a time: each may take 500 MB."""


def compile_apart(workbook: bytes, *, filename: str) -> CompiledForm:
    """As compile_form, for workbooks that nobody vouches for: within 8 seconds and 500 MB.

    Raises FormNotCompiled with its faults, among them those that compile_form does not look for: circles, macros, links
    to other files, formulas without a value.
    """
    if len(workbook) > MOST_BYTES:
        raise FormNotCompiled.of(WorkbookFault("too_large", facts={"most": str(MOST_BYTES // 1_000_000)}))
    told = _ask_child(json.dumps({"filename": filename}).encode() + b"\n" + workbook)
    if "faults" in told:
        raise FormNotCompiled.of(*(WorkbookFault(**fault) for fault in told["faults"]))
    xform = base64.b64decode(told["xform"])
    if len(xform) > MOST_XFORM:
        raise FormNotCompiled.of(WorkbookFault("too_large_to_compile"))
    try:
        definition = read_definition(xform)
    except (NotXml, NotAnXForm) as error:
        raise FormNotCompiled.of(WorkbookFault("other", facts={"told": str(error)})) from error
    return CompiledForm(
        form_id=definition.form_id,
        version=definition.version,
        title=definition.title,
        xform=xform,
        md5=md5(xform, usedforsecurity=False).hexdigest(),
        warnings=tuple(told["warnings"]),
        definition=definition,
        made_files={name: base64.b64decode(content) for name, content in told["files"].items()},
        places={path: Place(**place) for path, place in told["places"].items()},
    )


def _ask_child(question: bytes) -> dict[str, Any]:
    command = [sys.executable, "-m", "form_engine.compiling_child"]
    end = time.monotonic() + COMPILED_WITHIN
    if not _AT_ONCE.acquire(timeout=COMPILED_WITHIN / 2):
        raise FormNotCompiled.of(WorkbookFault("busy"))
    try:
        child = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
        )
        written, said = child.communicate(question, timeout=end - time.monotonic())
    except subprocess.TimeoutExpired as error:
        raise FormNotCompiled.of(late(_stopped(child))) from error
    finally:
        _AT_ONCE.release()
    try:
        told: dict[str, Any] = json.loads(written)
    except ValueError:  # killed by a limit, or by what it read
        log.warning("compiling ended", extra={"status": child.returncode, "said": said[-500:].decode(errors="replace")})
        raise FormNotCompiled.of(WorkbookFault("too_large_to_compile")) from None
    return told


def late(worked: float) -> WorkbookFault:
    """Why a form was not compiled in time. worked: seconds of the processor that its child had."""
    if worked < COMPILED_WITHIN * _MOSTLY:
        log.warning("compiling was kept waiting", extra={"worked": round(worked, 2)})
        return WorkbookFault("busy")
    return WorkbookFault("too_slow", facts={"most": f"{COMPILED_WITHIN:.0f}"})


def _stopped(child: "subprocess.Popen[bytes]") -> float:
    """End the child. Seconds of the processor that it had."""
    child.kill()
    _pid, child.returncode, used = os.wait4(child.pid, 0)
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()
    return used.ru_utime + used.ru_stime


def _environment() -> dict[str, str]:
    """Nothing of the program's own, where secrets stand."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
    }
