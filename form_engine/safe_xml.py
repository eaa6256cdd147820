"""XML from strangers, parsed within limits on size, depth, nodes and attributes; no DTD, no entities."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from lxml import etree

from form_engine.errors import NotXml

MAX_BYTES = 10 * 1024 * 1024
MAX_NODES = 200_000
"""Elements; attributes likewise. The parser itself stops at 256 levels and at 10 MB of one text."""

MAX_ATTRIBUTES = 250
"""Of one element: to read n attributes takes lxml n x n steps."""

_OWN_THREAD = 64 * 1024

# Everything is brought to UTF-8 before it is looked at: an encoding that hides `<` from a search in bytes
# (UTF-7, EBCDIC) would hide a DTD, too.
_ENCODINGS = frozenset(
    chain(
        ("utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be", "koi8-r", "gb2312", "gbk", "gb18030"),
        ("big5", "shift_jis", "euc-jp", "euc-kr"),
        (f"iso-8859-{part}" for part in range(1, 17)),
        (f"windows-{page}" for page in range(1250, 1259)),
    )
)
_UTF16_STARTS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"\A<\?xml\s[^>]*\?>")
_PROLOG_ITEM = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def parse(xml: bytes, *, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES) -> etree._Element:
    """The root element; comments and processing instructions are left out.

    Raises NotXml with `reason`: too_big, encoding, characters, dtd, too_many_nodes, too_many_attributes,
    malformed, too_deep. Time and memory are bounded by the limits, whatever the bytes are.
    """
    if len(xml) > max_bytes:
        raise NotXml(reason="too_big", limit=max_bytes)
    text = _as_utf8(xml)
    if b"\0" in text:
        raise NotXml(reason="characters")
    if b"<!DOCTYPE" in text and _has_doctype(text):
        raise NotXml(reason="dtd")
    if text.count(b"<") - text.count(b"</") > max_nodes:
        raise NotXml(reason="too_many_nodes", limit=max_nodes)
    attributes_at_most = text.count(b"=")
    if attributes_at_most > max_nodes:
        raise NotXml(reason="too_many_attributes", limit=max_nodes)
    root = _parse_apart(text) if len(text) > _OWN_THREAD else _parse(text)
    if attributes_at_most > MAX_ATTRIBUTES and any(len(element.attrib) > MAX_ATTRIBUTES for element in root.iter()):
        raise NotXml(reason="too_many_attributes", limit=MAX_ATTRIBUTES)
    return root


def local_name(element: etree._Element) -> str:
    """The name without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def _as_utf8(xml: bytes) -> bytes:
    encoding = _UTF16_STARTS.get(xml[:2])
    if encoding is None:
        xml = xml.removeprefix(b"\xef\xbb\xbf")
        declared = _DECLARED.match(xml, 0, 200)
        encoding = declared.group(1).decode("ascii").lower() if declared else "utf-8"
        if encoding in ("utf-8", "utf8", "us-ascii", "ascii"):
            return xml
        if encoding not in _ENCODINGS or encoding.startswith("utf-16"):
            raise NotXml(reason="encoding")
    try:
        return _DECLARATION.sub("", xml.decode(encoding).removeprefix("\ufeff"), count=1).encode()
    except (UnicodeError, LookupError):
        raise NotXml(reason="encoding") from None


def _has_doctype(text: bytes) -> bool:
    """A DTD can only stand before the root; further on the same letters are an answer in a CDATA section."""
    at = 0
    while item := _PROLOG_ITEM.match(text, at):
        at = item.end()
    return text.startswith(b"<!DOCTYPE", at)


def _parse(text: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        reason = "too_deep" if "Excessive depth" in str(error) else "malformed"
        raise NotXml(reason=reason, line=error.lineno or 0) from None  # the parser's message may quote an answer


def _parse_apart(text: bytes) -> etree._Element:
    """Parse in a thread of its own, which takes the names it met along when it ends.

    lxml keeps every element name a thread has ever seen until the thread ends: documents of made-up names
    would fill the memory of a long-lived one (4 MB for 100,000 names).
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_parse, text).result()
