"""A form as a request brings it: the workbook, and the files that it names."""

from collections.abc import Mapping

from flask import Request

from core.errors import InvalidInput
from form_engine.kobo_content import workbook_of_content
from form_engine.publishing.uploads import Upload
from form_engine.workbook_gate import MOST_BYTES


class FormFileMissing(InvalidInput):
    code = "forms.file_missing"


def upload_of(request: Request, file: str, files: str, *, named: str = "") -> Upload:
    """`file` and `files` are names of parts; without such a part the body is the workbook, called `named`.

    Raises FormFileMissing, FormNotCompiled.
    """
    part = request.files.get(file)
    content = part.read(MOST_BYTES + 1) if part else request.get_data() if named else b""
    filename = (part.filename if part else named) or ""
    if not content or not filename:
        raise FormFileMissing()
    brought = {one.filename: one.read() for one in request.files.getlist(files) if one.filename}
    return upload_named(content, filename, brought)


def upload_named(content: bytes, filename: str, brought: Mapping[str, bytes]) -> Upload:
    """KoboToolbox content becomes a workbook. Raises FormNotCompiled."""
    if filename.lower().endswith(".json"):
        content, filename = workbook_of_content(content), f"{filename[: -len('.json')]}.xlsx"
    return Upload(content, filename, brought)
