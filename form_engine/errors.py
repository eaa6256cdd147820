"""What the form engine refuses: workbooks that don't compile, XML that can't be read."""

from typing import Self

from core.errors import InvalidInput
from form_engine.workbook_fault import WorkbookFault


class FormNotCompiled(InvalidInput):
    """The workbook is not a valid XLSForm. Facts: `reason`, the compiler's own English sentence.

    `faults` are what is wrong, where the workbook came from somebody who has to mend it.
    """

    code = "form_engine.form_not_compiled"
    faults: tuple[WorkbookFault, ...] = ()

    @classmethod
    def of(cls, *faults: WorkbookFault) -> Self:
        made = cls(reason=", ".join(dict.fromkeys(fault.code for fault in faults)))
        made.faults = faults
        return made


class NotAnXForm(InvalidInput):
    """Well-formed XML, but not a form. Facts: `reason`."""

    code = "form_engine.not_an_xform"


class NotXml(InvalidInput):
    """Not well-formed, or not safe to parse. Facts: `reason`, one of the reasons in safe_xml.py."""

    code = "form_engine.not_xml"


class NoFormId(InvalidInput):
    """An instance whose root names no form."""

    code = "form_engine.no_form_id"


class KeyUnreadable(InvalidInput):
    """No RSA private key in PEM, or its passphrase is wrong."""

    code = "form_engine.key_unreadable"


class KeyDoesNotFit(InvalidInput):
    """The submission was encrypted for another key."""

    code = "form_engine.key_does_not_fit"


class EncryptedFilesMissing(InvalidInput):
    """Facts: count."""

    code = "form_engine.encrypted_files_missing"


class EncryptedTooLarge(InvalidInput):
    """Facts: limit, in MB: what is opened is held in memory."""

    code = "form_engine.encrypted_too_large"


class EncryptedWrongly(InvalidInput):
    """What was decrypted doesn't agree with itself: changed on the way, or exchanged."""

    code = "form_engine.encrypted_wrongly"
