"""XLSForm workbook to XForm, by pyxform."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import md5
from io import BytesIO
from pathlib import PurePath
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import Definition, SupportedFileTypes
from pyxform.xls2xform import convert
from xlrd.biffh import XLRDError  # type: ignore[import-untyped]
from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]

from form_engine.definition import FormDefinition
from form_engine.entity_declarations import faults_of_declarations
from form_engine.errors import FormNotCompiled
from form_engine.safe_xml import local_name, parse
from form_engine.workbook_fault import WorkbookFault
from form_engine.xform_faults import faults_of_xform
from form_engine.xform_reader import primary_instance, read_definition

_KINDS = {kind.value: kind for kind in SupportedFileTypes if kind is not SupportedFileTypes.xlsm}

# What pyxform and the readers below it raise over a workbook that isn't what its name says.
_UNREADABLE = (
    *(BadZipFile, ExpatError, XLRDError, CompDocError, struct.error),
    *(OSError, ValueError, TypeError, AttributeError, LookupError, AssertionError),
)
_NOT_THAT_KIND = "was not recognized as a supported type"


@dataclass(frozen=True, slots=True)
class CompiledForm:
    form_id: str
    version: str
    title: str
    xform: bytes
    """Final: phones compare its MD5, so it is served and kept byte by byte."""
    md5: str
    warnings: tuple[str, ...]
    definition: FormDefinition
    made_files: Mapping[str, bytes] = field(default_factory=dict)
    """Files that phones need and that the workbook itself holds: `itemsets.csv` of the sheet external_choices."""


def compile_form(workbook: bytes, *, filename: str) -> CompiledForm:
    """Compile `.xlsx`, `.xls`, `.csv` or `.md`, told apart by the file name.

    A form without `form_id` in its settings takes the name of the file.
    Raises FormNotCompiled; does not run ODK Validate (odk_validate.py).
    """
    kind = _KINDS.get(PurePath(filename).suffix.lower())
    if kind is None:
        raise FormNotCompiled.of(WorkbookFault("file_type_unknown", facts={"kinds": ", ".join(_KINDS)}))
    source = Definition(data=BytesIO(workbook), file_type=kind, file_path_stem=PurePath(filename).stem)
    try:
        converted = convert(source, file_type=kind.value)
    except PyXFormError as error:
        told = str(error)
        raise FormNotCompiled(reason=_unreadable(kind.value) if _NOT_THAT_KIND in told else told) from error
    except _UNREADABLE as error:
        raise FormNotCompiled(reason=f"{_unreadable(kind.value)} ({error})") from error
    xform = converted.xform.encode()
    definition = read_definition(xform)
    faults = [*_faults(xform, definition.form_id), *faults_of_declarations(definition.entities)]
    if faults:
        raise FormNotCompiled(reason=" ".join(faults))
    return CompiledForm(
        form_id=definition.form_id,
        version=definition.version,
        title=definition.title,
        xform=xform,
        md5=md5(xform, usedforsecurity=False).hexdigest(),
        warnings=tuple(converted.warnings),
        definition=definition,
        made_files={} if converted.itemsets is None else {"itemsets.csv": converted.itemsets.encode()},
    )


def _faults(xform: bytes, form_id: str) -> Iterator[str]:
    html = parse(xform, max_bytes=len(xform), max_nodes=len(xform))
    model = next(element for element in html.iter() if local_name(element) == "model")
    yield from faults_of_xform(model, primary_instance(html), form_id)


def _unreadable(kind: str) -> str:
    return f"The file is not a readable {kind} workbook with a sheet named survey."
