"""The phone's side of Digest (RFC 7616 as OpenRosa restricts it: MD5, qop auth or none)."""

import re
import secrets
from hashlib import md5

_PART = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')


class DigestAnswers:
    """Answers one challenge again and again, counting up, as OkHttp does once it has seen one."""

    def __init__(self, username: str, password: str, challenge: str) -> None:
        self._username = username
        self._parts = {name.lower(): quoted or bare for name, quoted, bare in _PART.findall(challenge)}
        self._secret = _md5(f"{username}:{self._parts.get('realm', '')}:{password}")
        self._count = 0

    def header(self, method: str, target: str) -> str:
        """`target`: path and query, as in the request line."""
        self._count += 1
        nonce, qop = self._parts.get("nonce", ""), self._parts.get("qop")
        request = _md5(f"{method}:{target}")
        fields = {"username": self._username, "realm": self._parts.get("realm", ""), "nonce": nonce, "uri": target}
        if qop is None:
            fields["response"] = _md5(f"{self._secret}:{nonce}:{request}")
        else:
            fields["cnonce"] = secrets.token_hex(8)
            count = f"{self._count:08x}"
            fields["response"] = _md5(f"{self._secret}:{nonce}:{count}:{fields['cnonce']}:auth:{request}")
        if "opaque" in self._parts:
            fields["opaque"] = self._parts["opaque"]
        quoted = ", ".join(f'{name}="{value}"' for name, value in fields.items())
        return f"Digest {quoted}" + (f", qop=auth, nc={count}" if qop is not None else "")


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
