"""Refusals of the protocol itself."""

from core.errors import InvalidInput


class XmlMissing(InvalidInput):
    code = "openrosa.xml_missing"


class MultipartBroken(InvalidInput):
    code = "openrosa.multipart_broken"


class VersionNotSupported(InvalidInput):
    code = "openrosa.version_not_supported"
