"""Refusals of the protocol itself."""

from core.errors import InvalidInput


class XmlMissing(InvalidInput):
    code = "openrosa.xml_missing"


class OtherForm(InvalidInput):
    """A test address takes the form that is tried there, and no other."""

    code = "openrosa.other_form"


class MultipartBroken(InvalidInput):
    code = "openrosa.multipart_broken"


class VersionNotSupported(InvalidInput):
    code = "openrosa.version_not_supported"
