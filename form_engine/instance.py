"""A filled form as a phone sends it: safely parsed, and the few values that intake needs from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from lxml import etree

from form_engine.definition import FormDefinition
from form_engine.errors import NoFormId
from form_engine.safe_xml import MAX_BYTES, local_name, parse

_ENCRYPTED_KEY = "base64EncryptedKey"

# Characters that XML forbids, so no document can hold them.
_OPEN, _ATTRIBUTE, _VALUE, _TEXT, _CLOSE = "\x01", "\x02", "\x03", "\x04", "\x05"


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    form_id: str
    version: str
    """Empty when the form has none."""
    instance_id: str
    """Empty when the phone gave none (it can't be recognised when it comes again)."""
    deprecated_id: str
    """The instance_id that this one replaces, when it is an edit."""
    instance_name: str
    audit_file: str
    encrypted: bool
    """The document is only the list of encrypted files; what was answered is unknown."""
    encrypted_files: tuple[str, ...]
    root: etree._Element

    @property
    def content_hash(self) -> str:
        """SHA-256, hex. Equal for documents that differ only in declaration, encoding, prefixes, order of attributes,
        comments, and white space between elements. Computed when asked for: only a document that meets another needs
        it."""
        return content_hash(self.root)


def read_instance(xml: bytes, *, max_bytes: int = MAX_BYTES) -> Instance:
    """Parse completely. Raises NotXml or NoFormId; what is odd about the answers is no concern here."""
    root = parse(xml, max_bytes=max_bytes)
    form_id = (root.get("id") or etree.QName(root).namespace or "").strip()
    if not form_id:
        raise NoFormId()
    meta = _meta(root)
    encrypted = root.get("encrypted") == "yes" or (
        (_ENCRYPTED_KEY.encode() in xml or b"\x00" in xml[:4]) and _child(root, _ENCRYPTED_KEY) is not None
    )
    return Instance(
        form_id=form_id,
        version=root.get("version") or "",
        instance_id=meta.get("instanceID") or (root.get("instanceID") or "").strip(),
        deprecated_id=meta.get("deprecatedID", ""),
        instance_name=meta.get("instanceName", ""),
        audit_file=meta.get("audit", ""),
        encrypted=encrypted,
        encrypted_files=tuple(_encrypted_files(root)) if encrypted else (),
        root=root,
    )


def expected_attachments(instance: Instance, definition: FormDefinition) -> tuple[str, ...]:
    """Names of the files that belong to the instance, in document order, each once."""
    if instance.encrypted:
        return instance.encrypted_files
    names = dict.fromkeys(_binary_values(instance.root, f"/{definition.root_name}", definition.binary_paths))
    if instance.audit_file:
        names[instance.audit_file] = None
    return tuple(names)


def content_hash(root: etree._Element) -> str:
    parts: list[str] = []
    _write(root, parts)
    return sha256("".join(parts).encode()).hexdigest()


def _write(element: etree._Element, parts: list[str]) -> None:
    parts += (_OPEN, element.tag)
    for name, value in sorted(element.items()):
        parts += (_ATTRIBUTE, name, _VALUE, value)
    text = element.text
    if len(element) == 0:
        if text:
            parts += (_TEXT, text)
    else:
        if text and not text.isspace():
            parts += (_TEXT, text)
        for child in element:
            _write(child, parts)
            tail = child.tail
            if tail and not tail.isspace():
                parts += (_TEXT, tail)
    parts.append(_CLOSE)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if local_name(child) == name), None)


def _meta(root: etree._Element) -> dict[str, str]:
    """Values of the first `meta`, in whatever namespace, by local name."""
    meta = next((child for child in reversed(root) if local_name(child) == "meta"), None)  # it stands last
    values: dict[str, str] = {}
    for entry in () if meta is None else meta:
        values.setdefault(local_name(entry), (entry.text or "").strip())
    return values


def _encrypted_files(root: etree._Element) -> Iterator[str]:
    for child in root:
        if local_name(child) == "media":
            yield from filter(None, ((file.text or "").strip() for file in child if local_name(file) == "file"))
    last = _child(root, "encryptedXmlFile")
    if last is not None and last.text and last.text.strip():
        yield last.text.strip()


def _binary_values(group: etree._Element, path: str, binary_paths: frozenset[str]) -> Iterator[str]:
    for child in group:
        child_path = f"{path}/{local_name(child)}"
        if len(child):
            yield from _binary_values(child, child_path, binary_paths)
        elif child_path in binary_paths and child.text and child.text.strip():
            yield child.text.strip()
