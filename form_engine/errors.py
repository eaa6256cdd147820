"""What the form engine refuses: workbooks that don't compile, XML that can't be read."""

from core.errors import InvalidInput


class FormNotCompiled(InvalidInput):
    """The workbook is not a valid XLSForm. Facts: `reason`, the compiler's own English sentence."""

    code = "form_engine.form_not_compiled"


class NotAnXForm(InvalidInput):
    """Well-formed XML, but not a form. Facts: `reason`."""

    code = "form_engine.not_an_xform"


class NotXml(InvalidInput):
    """Not well-formed, or not safe to parse. Facts: `reason`, one of the reasons in safe_xml.py."""

    code = "form_engine.not_xml"


class NoFormId(InvalidInput):
    """An instance whose root names no form."""

    code = "form_engine.no_form_id"
