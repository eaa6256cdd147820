"""Encrypted submissions opened with the form's private key (protocol rules E1-E5). Pure: nothing is kept, no key least.

The AES key is under RSA-OAEP (SHA-256, MGF1 with SHA-256). Each file has its own IV, made by counting one byte further
in a seed of MD5(instanceID, AES key); the order is that of the manifest, the XML last. AES-256-CFB, PKCS#7 padding.
"""

import binascii
import hashlib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from form_engine.errors import EncryptedFilesMissing, EncryptedWrongly, KeyDoesNotFit, KeyUnreadable
from form_engine.instance import Instance
from form_engine.safe_xml import local_name

_BLOCK = 16
_ENDING = ".enc"
_PADDING = OAEP(mgf=MGF1(SHA256()), algorithm=SHA256(), label=None)


@dataclass(frozen=True, slots=True)
class Opened:
    """xml: the instance as it was filled. files: by their plain names."""

    xml: bytes
    files: Mapping[str, bytes]


def read_key(pem: bytes, passphrase: str = "") -> RSAPrivateKey:
    """Raises KeyUnreadable: no PEM, no RSA key, or a passphrase that is missing or wrong."""
    try:
        key = load_pem_private_key(pem, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnreadable() from error
    if not isinstance(key, RSAPrivateKey):
        raise KeyUnreadable()
    return key


def open_submission(manifest: Instance, files: Mapping[str, bytes], key: RSAPrivateKey) -> Opened:
    """files: by the names in the manifest (`*.enc`).

    Raises EncryptedFilesMissing, KeyDoesNotFit, EncryptedWrongly (content or signature don't agree).
    """
    missing = [name for name in manifest.encrypted_files if name not in files]
    if missing:
        raise EncryptedFilesMissing(count=len(missing))
    wrapped = _text(manifest, "base64EncryptedKey")
    secret = _unwrapped(wrapped, key)
    plain: dict[str, bytes] = {}
    for name, iv in zip(manifest.encrypted_files, _ivs(manifest.instance_id, secret), strict=False):
        plain[name.removesuffix(_ENDING)] = _decrypted(files[name], secret, iv)
    _require_signature(manifest, wrapped, plain, key)
    last = manifest.encrypted_files[-1].removesuffix(_ENDING)
    return Opened(plain.pop(last), plain)


def _unwrapped(wrapped: str, key: RSAPrivateKey) -> bytes:
    try:
        return key.decrypt(b64decode(wrapped, validate=True), _PADDING)
    except (ValueError, binascii.Error) as error:
        raise KeyDoesNotFit() from error


def _ivs(instance_id: str, secret: bytes) -> Iterator[bytes]:
    seed = bytearray(hashlib.md5(instance_id.encode() + secret, usedforsecurity=False).digest())
    place = 0
    while True:
        seed[place % _BLOCK] = (seed[place % _BLOCK] + 1) % 256
        yield bytes(seed)
        place += 1


def _decrypted(content: bytes, secret: bytes, iv: bytes) -> bytes:
    try:
        decryptor = Cipher(AES(secret), CFB(iv)).decryptor()
        padded = decryptor.update(content) + decryptor.finalize()
        unpadder = PKCS7(_BLOCK * 8).unpadder()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError as error:
        raise EncryptedWrongly() from error


def _require_signature(manifest: Instance, wrapped: str, plain: Mapping[str, bytes], key: RSAPrivateKey) -> None:
    """It proves that nothing was changed or exchanged since, not who filled the form."""
    signed = _text(manifest, "base64EncryptedElementSignature")
    lines = [manifest.form_id, *([manifest.version] if manifest.version else []), wrapped, manifest.instance_id]
    lines += [f"{name}::{_md5(content)}" for name, content in plain.items()]
    told = "".join(f"{line}\n" for line in lines).encode()
    try:
        right = key.decrypt(b64decode(signed, validate=True), _PADDING)
    except (ValueError, binascii.Error) as error:
        raise EncryptedWrongly() from error
    if right != hashlib.md5(told, usedforsecurity=False).digest():
        raise EncryptedWrongly()


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _text(manifest: Instance, name: str) -> str:
    found = next((child for child in manifest.root if local_name(child) == name), None)
    return "" if found is None else "".join((found.text or "").split())
