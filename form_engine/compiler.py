"""XLSForm workbook to XForm, by pyxform."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from hashlib import md5
from io import BytesIO
from pathlib import PurePath
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import Definition, SupportedFileTypes, definition_to_dict
from pyxform.xls2xform import convert
from xlrd.biffh import XLRDError  # type: ignore[import-untyped]
from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]

from form_engine.definition import FormDefinition
from form_engine.entity_declarations import faults_of_declarations
from form_engine.errors import FormNotCompiled
from form_engine.safe_xml import local_name, parse
from form_engine.workbook_fault import WorkbookFault
from form_engine.workbook_faults import OTHER, faults_of
from form_engine.workbook_places import Places, places_of
from form_engine.xform_faults import faults_of_xform
from form_engine.xform_reader import primary_instance, read_definition

_KINDS = {kind.value: kind for kind in SupportedFileTypes if kind is not SupportedFileTypes.xlsm}

# What pyxform and the readers below it raise over a workbook that isn't what its name says, or that is odd inside.
_UNREADABLE = (
    *(BadZipFile, ExpatError, XLRDError, CompDocError, struct.error),
    *(OSError, ValueError, TypeError, AttributeError, LookupError, AssertionError),
)
_NOT_THAT_KIND = "was not recognized as a supported type"
_TEXTS = (".csv", ".md")


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
    places: Places = field(default_factory=dict)
    """Where its questions stand in the workbook."""


def compile_form(workbook: bytes, *, filename: str) -> CompiledForm:
    """Compile `.xlsx`, `.xls`, `.csv` or `.md`, told apart by the file name.

    A form without `form_id` in its settings takes the name of the file.
    Raises FormNotCompiled; does not run ODK Validate (odk_validate.py).
    """
    kind = _KINDS.get(PurePath(filename).suffix.lower())
    if kind is None:
        raise FormNotCompiled.of(WorkbookFault("file_type_unknown", facts={"kinds": ", ".join((*_KINDS, ".json"))}))
    source = Definition(data=BytesIO(workbook), file_type=kind, file_path_stem=PurePath(filename).stem)
    try:
        read = definition_to_dict(source, file_type=kind.value)
        places = places_of([dict(row) for row in read.survey or ()])
    except (PyXFormError, *_UNREADABLE) as error:
        raise _unreadable(kind.value, "" if _NOT_THAT_KIND in str(error) else str(error)) from error
    try:
        converted = convert({part.name: getattr(read, part.name) for part in fields(read)})
    except PyXFormError as error:
        raise FormNotCompiled(reason=str(error)) from error
    except _UNREADABLE as error:  # the compiler stumbles over what it does not foresee
        raise FormNotCompiled.of(WorkbookFault("compiler_stumbled", facts={"told": str(error)[:200]})) from error
    xform = converted.xform.encode()
    definition = read_definition(xform)
    told = [*_faults(xform, definition.form_id), *faults_of_declarations(definition.entities)]
    if told:
        refusal = FormNotCompiled(reason=" ".join(told))
        refusal.faults = faults_of(told)
        raise refusal
    return CompiledForm(
        form_id=definition.form_id,
        version=definition.version,
        title=definition.title,
        xform=xform,
        md5=md5(xform, usedforsecurity=False).hexdigest(),
        warnings=tuple(converted.warnings),
        definition=definition,
        made_files={} if converted.itemsets is None else {"itemsets.csv": converted.itemsets.encode()},
        places=places,
    )


def _faults(xform: bytes, form_id: str) -> Iterator[str]:
    html = parse(xform, max_bytes=len(xform), max_nodes=len(xform))
    model = next(element for element in html.iter() if local_name(element) == "model")
    yield from faults_of_xform(model, primary_instance(html), form_id)


def _unreadable(kind: str, told: str = "") -> FormNotCompiled:
    """told: what the reader of such files says, if it came so far; what is in the table of faults keeps its code."""
    known = faults_of([told]) if told else ()
    if known and known[0].code != OTHER:
        return FormNotCompiled.of(*known)
    code = "unreadable_text" if kind in _TEXTS else "unreadable"
    return FormNotCompiled.of(WorkbookFault(code, facts={"kind": kind, "told": told[:200]}))
