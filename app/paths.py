"""Addresses as phones write them: two slashes in a row, or one at the end, work without a redirect (rule H12)."""

import re
from collections.abc import Iterable
from typing import Any

_SLASHES = re.compile(r"/{2,}")
_PHONES = "/openrosa"


class TidyPhonePaths:
    """WSGI middleware for the OpenRosa addresses only; the path as sent is kept, since Digest signs it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        tidy = _SLASHES.sub("/", path)
        if tidy.startswith(_PHONES):
            environ["rasoat.path_as_sent"] = path
            environ["PATH_INFO"] = tidy.rstrip("/")
        answer: Iterable[bytes] = self._inner(environ, start_response)
        return answer
