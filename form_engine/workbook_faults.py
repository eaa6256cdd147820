"""What is wrong with a workbook, and where: the compiler's English sentences as codes with their facts.

The sentences of the codes stand in `app/i18n/workbook_faults.py`. A sentence that is not in the table keeps its place
(sheet, row, column), as far as it names one, and its own words.
"""
# ruff: noqa: E501  (sentences of the compiler stand on one line each)

import re
from collections.abc import Iterable
from enum import Enum

from pyxform.errors import ErrorCode

from form_engine.workbook_fault import WorkbookFault

OTHER = "other"
"""The code of a sentence that no pattern fits; fact `told` has its words."""

_ROW = re.compile(r"\[row : (?P<row>\d+)\]\s*")
_PLACE = re.compile(
    r"On the '(?P<sheet>[^']+)' sheet, the '(?P<column>[^']+)' value(?: '(?P<value>[^']*)')? is \w+\.\s*"
)
_LONGEST = 300
_ADVICE = re.compile(r" If you do not mean to include a sheet, to suppress this message.*$", re.MULTILINE)
"""What the compiler adds about names of sheets: it would stand among the names that it found."""


_TOKENS = re.compile(r"\\{\w+\\}")

_OWN_SENTENCES: tuple[tuple[str, str, str, str], ...] = (
    # code, pattern, sheet, column
    ("unknown_type", r"Unknown question type '(?P<value>.*?)'\.?$", "survey", "type"),
    ("unknown_type", r"Unsupported syntax|unknown question type.*?'(?P<value>.*?)'", "survey", "type"),
    ("type_missing", r"Question with no type\.", "survey", "type"),
    ("name_missing", r"Question or group with no name\.", "survey", "name"),
    ("row_skipped", r"Row without name, text, or label is being skipped", "survey", ""),
    ("calculation_missing", r"Missing calculation\.", "survey", "calculation"),
    ("label_missing", r"(?P<kind>Group|Repeat|Loop) has no label", "survey", "label"),
    ("list_unknown", r"List name not in (?:external )?choices sheet:? (?P<value>\S+)", "survey", "type"),
    ("choices_missing", r"There should be (?:a )?choices", "choices", ""),
    ("choices_missing", r"Please ensure that the (?:external_)?choices sheet has", "choices", ""),
    ("choice_with_space", r"Choice names with spaces cannot be added .* See \[(?P<value>[^\]]*)\] in \[(?P<list>[^\]]*)\]",
     "choices", "name"),
    ("or_other_filtered", r"Choice filter not supported with or_other", "survey", "choice_filter"),
    ("or_other_empty", r"Please specify choices for this 'or other' question", "survey", "type"),
    ("table_list_filtered", r"Choice filter not supported for table-list", "survey", "choice_filter"),
    ("audit_name", r"Audits must always be named", "survey", "name"),
    ("audit_parameter", r"(?:^|Parameter )(?P<value>track-changes\S*|identify-user|location-\S+) (?:must|value)",
     "survey", "parameters"),
    ("audit_parameter", r"To include location information in the audit", "survey", "parameters"),
    ("file_kind", r"File name for '(?P<value>.*?)' should end with one of", "survey", "type"),
    ("sheet_missing", r"You must have a sheet named '?(?P<value>\w+)'?", "survey", ""),
    ("sheet_missing", r"must contain a ['\"]?(?P<value>survey|choices)['\"]? ?(?:sheet|worksheet)", "survey", ""),
    ("column_twice", r"Duplicate column header: (?P<value>.*)$", "", ""),
    ("reference_unknown", r"There is no survey element named '(?P<q>.*?)'", "survey", ""),
    ("reference_ambiguous", r"There are multiple survey elements named '(?P<q>.*?)'", "survey", ""),
    ("trigger_invisible", r"The question \$\{(?P<q>.*?)\} is not user-visible", "survey", "trigger"),
    ("big_image_alone", r"To use big-image, you must also specify an image .* named (?P<value>.*?)\.?$", "survey", "image"),
    ("instance_twice", r"The same instance id will be generated", "survey", ""),
    ("search_mixed", r"uses 'search\(\)', and its select type references", "survey", "appearance"),
    ("search_mixed", r"is a select from file type, using 'search\(\)'", "survey", "appearance"),
    ("no_survey_rows", r"Survey must have at least one question|The survey sheet is either empty|no questions", "survey", ""),
    ("language_code", r"The following language declarations do not contain valid machine-readable codes: (?P<value>.*?)\. Learn",
     "", ""),
    ("translation_missing",
     r"Language '(?P<language>.*?)' is missing the (?P<sheet>survey|choices) (?:columns (?P<column>.*?)|(?P<value>\S+) column)\.$",
     "", ""),
    ("question_without_label", r"survey element named '(?P<value>.*?)' has no label or hint", "survey", "label"),
    ("max_pixels", r"Use the max-pixels parameter", "survey", "parameters"),
    ("disabled_column", r"The 'disabled' column header is not part", "survey", "disabled"),
    ("old_type", r"(?P<value>\S+) is no longer supported on most devices", "survey", "type"),
    ("settings_twice", r"form_id and id_string column headers are both", "settings", "form_id"),
    ("randomize", r"randomize must be set|seed value must|Parameters must include randomize", "survey", "parameters"),
    ("parameter_value", r"(?:Parameter )?(?P<value>rows|max-pixels|quality) must have an integer value|Invalid value for (?P<q>\w+)",
     "survey", "parameters"),
    ("form_id_unfit", r"^The form id “(?P<value>.*?)” (?:ends like a file|is a way through folders)", "settings", "form_id"),
    ("instance_id_missing", r"^The form has no meta/instanceID", "settings", "omit_instanceID"),
    ("address_unfit", r"^The submission_url “(?P<value>.*?)” is no address", "settings", "submission_url"),
    ("key_unfit", r"^The public_key is no RSA key", "settings", "public_key"),
    ("entities_version", r"^The form needs version (?P<value>\S+) of the entities", "entities", ""),
    ("entities_version", r"^The form declares entities without an entities-version|need entities-version (?P<value>\S+)\.$",
     "entities", ""),
    ("entity_list_name", r"^“(?P<value>.*?)” is no name of an entity list", "entities", "list_name"),
    ("entity_property_name", r"^“(?P<value>.*?)” is no name of an entity property", "survey", "save_to"),
    ("entity_property_case", r"^The properties “(?P<value>.*?)” and “(?P<other>.*?)” differ", "survey", "save_to"),
    ("include_unknown", r"This section has not been included", "survey", "type"),
    ("external_unfiltered", r"select one external is only meant for filtered selects", "survey", "choice_filter"),
    ("loop_without_list", r"Repeat loop without list name|List name not in columns sheet", "survey", "type"),
    ("media_unknown", r"Media type: (?P<value>\S+) not supported", "survey", ""),
    ("encryption_needs_id", r"Cannot omit instanceID", "settings", "omit_instanceID"),
    ("odk_validate_slow", r"^ODK Validate did not finish", "", ""),
    ("no_external_choices", r"Could not export itemsets\.csv", "external_choices", ""),
)  # fmt: skip


def faults_in(message: str) -> tuple[WorkbookFault, ...]:
    """The faults that a message of the compiler tells; some tell several, each on a line."""
    message = _ADVICE.sub("", message)
    lines = [line for line in message.strip().splitlines() if line.strip()]
    several = len(lines) > 1 and all(_ROW.match(line) or line.startswith("Language ") for line in lines)
    return tuple(_fault(line) for line in lines) if several else (_fault(message.strip()),)


def faults_of(messages: Iterable[str]) -> tuple[WorkbookFault, ...]:
    return tuple(fault for message in messages for fault in faults_in(message))


def _fault(message: str) -> WorkbookFault:
    row = _ROW.search(message)
    place = _PLACE.search(message)
    for code, pattern, sheet, column in _PATTERNS:
        if found := pattern.search(message):
            told = {name: value for name, value in found.groupdict().items() if value is not None}
            return WorkbookFault(
                code,
                told.pop("sheet", "") or told.get("sheet_name", "") or sheet or (place["sheet"] if place else ""),
                int(told.pop("row", 0) or (row["row"] if row else 0)),
                told.pop("column", "") or column or (place["column"] if place else "") or told.get("header", ""),
                {name: value[:_LONGEST] for name, value in told.items()},
            )
    return WorkbookFault(
        OTHER,
        place["sheet"] if place else ("survey" if row else ""),
        int(row["row"]) if row else 0,
        place["column"] if place else "",
        {"told": _PLACE.sub("", _ROW.sub("", message)).strip()[:_LONGEST]},
    )


def _pattern_of(code: Enum) -> re.Pattern[str]:
    """A template of the compiler as a pattern: what it fills in becomes a fact; a repeated one must not clash."""
    seen: set[str] = set()

    def group(found: re.Match[str]) -> str:
        name = found[0].replace("\\", "").strip("{}")
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    template = code.value.msg.replace("{{", "\0").replace("}}", "\1")
    escaped = _TOKENS.sub(group, re.escape(template)).replace("\0", r"\{").replace("\1", r"\}")
    return re.compile(escaped.replace("\\\x00", r"\{").replace("\\\x01", r"\}") + r"\s*$", re.DOTALL)


def _sheet_of(code: Enum) -> tuple[str, str]:
    place = re.search(r"On the '(\w+)' sheet, the '(\w+)' value", code.value.msg)
    if place:
        return place[1], place[2]
    return ("survey", "type") if code.name.startswith("SURVEY") else ("", "")


_PATTERNS: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    *((code.name.lower(), _pattern_of(code), *_sheet_of(code)) for code in ErrorCode),
    *((code, re.compile(pattern, re.DOTALL | re.MULTILINE), sheet, column)
      for code, pattern, sheet, column in _OWN_SENTENCES),
)  # fmt: skip
