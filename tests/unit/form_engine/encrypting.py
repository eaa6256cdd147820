"""A form encrypted as a phone does it (protocol rules E1-E5), written apart from what opens it."""

import hashlib
import os
from base64 import b64encode

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.hashes import SHA256

OAEP = padding.OAEP(padding.MGF1(SHA256()), SHA256(), None)


def a_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def pem(key: rsa.RSAPrivateKey, passphrase: bytes = b"") -> bytes:
    kind = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, kind)


def encrypt(
    xml: bytes, files: dict[str, bytes], *, form_id: str, version: str, instance_id: str, public: rsa.RSAPublicKey
) -> tuple[bytes, dict[str, bytes]]:
    """Manifest and encrypted files, as ODK Collect sends them."""
    secret = os.urandom(32)
    wrapped = b64encode(public.encrypt(secret, OAEP)).decode()
    seed = bytearray(hashlib.md5(instance_id.encode() + secret).digest())
    sent: dict[str, bytes] = {}
    signed = f"{form_id}\n{version}\n{wrapped}\n{instance_id}\n"
    for number, (name, content) in enumerate([*files.items(), ("submission.xml", xml)]):
        seed[number % 16] = (seed[number % 16] + 1) & 0xFF
        missing = 16 - len(content) % 16
        encryptor = Cipher(algorithms.AES(secret), CFB(bytes(seed))).encryptor()
        sent[f"{name}.enc"] = encryptor.update(content + bytes([missing]) * missing) + encryptor.finalize()
        signed += f"{name}::{hashlib.md5(content).hexdigest()}\n"
    signature = b64encode(public.encrypt(hashlib.md5(signed.encode()).digest(), OAEP)).decode()
    media = "".join(f"<media><file>{name}.enc</file></media>" for name in files)
    manifest = (
        f'<data xmlns="http://opendatakit.org/submissions" id="{form_id}" version="{version}" encrypted="yes">'
        f"<base64EncryptedKey>{wrapped}</base64EncryptedKey>"
        f'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{instance_id}</orx:instanceID></orx:meta>'
        f"{media}<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        f"<base64EncryptedElementSignature>{signature}</base64EncryptedElementSignature></data>"
    )
    return manifest.encode(), sent
