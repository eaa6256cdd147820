"""Lists go to phones compressed when they take it (protocol rule H13): a village's line is slow."""

import gzip
from functools import lru_cache

from flask import Response, request

_KINDS = frozenset({"text/xml", "text/csv"})
_LEAST, _MOST = 1_400, 20_000_000
"""Bytes: below one packet nothing is won."""


def compressed(response: Response) -> Response:
    """Form lists, manifests and personal lists; files that are streamed go out as they lie in the store."""
    response.vary.add("Accept-Encoding")
    if (
        response.status_code != 200
        or response.is_streamed
        or response.direct_passthrough
        or response.mimetype not in _KINDS
        or request.method == "HEAD"
        or not request.accept_encodings["gzip"]
        or not _LEAST <= (response.content_length or 0) <= _MOST
    ):
        return response
    response.set_data(_packed(response.get_data()))
    response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=64)
def _packed(content: bytes) -> bytes:
    """The same for the same: a list is asked for by many phones, and again by each."""
    return gzip.compress(content, 5, mtime=0)
