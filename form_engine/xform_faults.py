"""What compiles and would still fail on a phone or at our door (protocol rules F2, F3), in sentences for the author."""

import binascii
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from lxml import etree

from form_engine.safe_xml import local_name

_ENDINGS = (".xml", ".xls", ".xlsx")
_LEAST_BITS = 2048


def faults_of_xform(model: etree._Element, root: etree._Element, form_id: str) -> Iterator[str]:
    """root: of the primary instance."""
    if form_id.lower().endswith(_ENDINGS):
        yield f"The form id “{form_id}” ends like a file; choose another."
    if any(part in ("", ".", "..") for part in form_id.split("/")):
        yield f"The form id “{form_id}” is a way through folders; choose another."
    meta = [entry for child in root if local_name(child) == "meta" for entry in child]
    if not any(local_name(entry) == "instanceID" for entry in meta):
        yield "The form has no meta/instanceID; without it no submission can be told from another."
    for submission in (child for child in model if local_name(child) == "submission"):
        action = submission.get("action")
        if action is not None and not _is_address(action):
            yield f"The submission_url “{action}” is no address; phones could not open the form."
        key = submission.get("base64RsaPublicKey")
        if key is not None and not _is_public_key(key):
            yield f"The public_key is no RSA key of {_LEAST_BITS} bits or more; phones could not finish a form."


def _is_address(action: str) -> bool:
    try:
        parts = urlsplit(action.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_public_key(text: str) -> bool:
    try:
        key = load_der_public_key(b64decode("".join(text.split()), validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        return False
    return isinstance(key, RSAPublicKey) and key.key_size >= _LEAST_BITS
