"""A workbook that a page looked at and carries along until it is written: nothing is kept on the server meanwhile."""

import base64
import binascii

from flask import Response, request

from core.errors import DomainError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def uploaded(most_bytes: int) -> bytes:
    """What was chosen on the page, one byte more than is allowed at the most; empty when nothing was."""
    file = request.files.get("tep")
    return file.read(most_bytes + 1) if file else b""


def carry(workbook: bytes) -> str:
    """For the hidden field of the page."""
    return base64.b64encode(workbook).decode()


def carried(unreadable: type[DomainError]) -> bytes:
    """The workbook as the page sent it back. Raises `unreadable`."""
    try:
        return base64.b64decode(request.form.get("tep_da_xem", ""), validate=True)
    except (ValueError, binascii.Error) as error:
        raise unreadable() from error


def workbook_file(content: bytes, name: str) -> Response:
    """Given out under a name."""
    response = Response(content, content_type=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
