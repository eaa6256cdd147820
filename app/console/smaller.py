"""Pages go out compressed: the commune's line is slow."""

import gzip
import secrets
from io import BytesIO

from flask import Response, request

_LEAST = 1_000
_KINDS = ("text/html", "text/css", "text/javascript", "image/svg+xml")
_LONGEST_PADDING = 96


def compress(response: Response) -> Response:
    """Gzip a text answer if the browser takes it.

    A file name of random length in the gzip header blurs the size, so that it tells nothing about secrets in the page
    (BREACH).
    """
    response.vary.add("Accept-Encoding")
    if (
        response.direct_passthrough
        or response.is_streamed
        or response.content_encoding
        or response.mimetype not in _KINDS
        or not request.accept_encodings["gzip"]
        or (response.content_length or 0) < _LEAST
    ):
        return response
    packed = BytesIO()
    padding = "x" * secrets.randbelow(_LONGEST_PADDING)
    with gzip.GzipFile(padding, "wb", compresslevel=6, fileobj=packed, mtime=0) as file:
        file.write(response.get_data())
    response.set_data(packed.getvalue())
    response.content_encoding = "gzip"
    return response
