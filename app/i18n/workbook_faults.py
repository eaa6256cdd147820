"""What is wrong with an uploaded workbook, in a sentence that says what to do; `vi.po` has the Vietnamese."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from app.i18n.findings import Facts
from form_engine.workbook_fault import WorkbookFault


def _(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated when it is told."""
    return text


FAULTS: Mapping[str, str] = {
    "macro": _("The workbook holds macros. Save it as an ordinary workbook (.xlsx, without macros) and upload that."),
    "external_links": _(
        "The workbook takes values from other files. Replace such cells by their values (copy, paste as "
        "values), break the links, and upload it again."
    ),
    "too_large": _("The file is too large: at most {most} MB. Remove pictures and sheets that the form does not need."),
    "unzips_too_large": _(
        "The workbook unfolds to {size} MB; at most {most} MB are taken. Delete empty formatted rows and "
        "sheets that the form does not need."
    ),
    "too_many_rows": _(
        "The sheet has {count} rows or more; at most {most} are taken. Put long lists into a CSV file "
        "(select_one_from_file)."
    ),
    "formula_without_value": _(
        "The cell holds a formula without a value ({value}). Write the value itself, or open and save the "
        "workbook in Excel once."
    ),
    "error_value": _("The cell holds an error of the spreadsheet ({value}). Write the value that is meant."),
    "unreadable": _("The file is not a readable {kind} workbook. Open it in Excel and save it anew."),
    "unreadable_text": _(
        "The file is no form written as {kind}: it must be text in UTF-8 with the sheet survey as a table. Or "
        "upload the form as .xlsx."
    ),
    "unreadable_json": _(
        "The file is no content of a KoboToolbox asset (JSON with survey). Take it out of KoboToolbox again, or upload "
        "the form as .xlsx."
    ),
    "password": _(
        "The file is locked with a password, or is an older .xls under the name .xlsx. Open it in Excel, take "
        "the password off and save it as .xlsx."
    ),
    "busy": _("The server is checking other forms at the moment. Upload this one again in half a minute."),
    "compiler_stumbled": _(
        "The form can't be compiled, and the compiler can't say why. Look for cells in wrong columns, or upload "
        "it piece by piece."
    ),
    "version_is_out": _(
        "Version {value} is out already with another content. You can try this one, but not publish it: raise "
        "the version and upload it again."
    ),
    "file_type_unknown": _("A form is a file {kinds}. Save it as one of these."),
    "too_large_to_compile": _(
        "The form is too large or too deeply nested to be compiled. Put long lists into CSV files, and groups"
        " not more than a few levels deep."
    ),
    "too_slow": _(
        "The form could not be compiled within {most} seconds. Put long lists into CSV files (select_one_from_file)."
    ),
    "circular": _("These questions are worked out from each other in a circle: {value}. Break the circle."),
    "odk_validate": _("The phones' own engine refuses the form; its words stand beside."),
    "phone_function": _("Phones don't know the function {value}(). Correct its name."),
    "phone_expression": _("Phones can't read this expression: look for brackets, quotes and commas."),
    "phone_path": _("The expression refers to a question that is not there. Write the reference as ${{name}}."),
    "phone_arguments": _("A function has too many or too few arguments, or one that does not fit."),
    "phone_type": _("The expression compares or counts with values of kinds that do not fit."),
    "phone_repeated": _(
        "The expression takes one answer, but the question that it names is in a repeat. Use sum(), count() or "
        "indexed-repeat()."
    ),
    "phone_circle": _("Values are worked out from each other in a circle. Break it."),
    "phone_choices": _("The question or its list has no choices, or a choice lacks code or label."),
    "phone_list": _("A list that the form names is not there or can't be read; check its name."),
    "phone_group": _("A group or repeat has nothing in it. Put a question into it, or take it out."),
    "expression_unreadable": _(
        "Question {q}: the expression can't be read. Look for brackets, quotes and commas; phones may refuse the form."
    ),
    "expression_not_evaluated": _(
        "Question {q}: the server does not evaluate this expression, so answers are not held against it. Try it "
        "on a phone."
    ),
    "function_unknown": _(
        "Question {q}: the server does not know the function {value}(). If the name is misspelt, phones can't "
        "use the form; if not, answers are not held against it here."
    ),
    "path_unknown": _("Question {q}: there is no question at {value}. Write the reference as ${{name}}."),
    "list_not_here": _("Question {q}: the form has no list {value}. Check the name in instance()."),
    "list_lacks_column": _("Question {q}: the list {list} has no column {value}. Check its spelling."),
    "pattern_unreadable": _("Question {q}: “{value}” is no regular expression. Correct it."),
    "pattern_of_java": _(
        "Question {q}: phones understand the pattern “{value}”, the server does not; answers are not held "
        "against it here."
    ),
    "list_not_utf8": _(
        "The list is not written in UTF-8, so Vietnamese letters would be lost. In Excel save it as “CSV UTF-8 (comma "
        "delimited)”."
    ),
    "list_other_separator": _(
        "The columns of the list are not separated by commas. In Excel save it as “CSV UTF-8 (comma delimited)”, "
        "or replace the separator."
    ),
    "list_without_titles": _(
        "The first row of the list is empty; it must hold the titles of the columns, such as name,label."
    ),
    "list_empty": _("The list holds titles only, and no row."),
    "list_unreadable": _("The list can't be read here. Look for quotes that are not closed."),
    "list_column_twice": _("The column stands twice in the list. Rename or remove one."),
    "list_column_missing": _("The list lacks this column; it has: {columns}. Add it, or correct its title."),
    "list_ragged": _(
        "The row has {count} cells, but there are {expected} titles. Put text with commas into double quotes."
    ),
    "list_code_missing": _("The row has no code. Fill it in, or remove the row."),
    "list_code_twice": _(
        "The code “{value}” stood in row {first} already. Unless a filter tells them apart, nobody can say which "
        "was meant."
    ),
    "list_code_spaced": _(
        "The code “{value}” has a space, which a question with several answers can't hold. Take the space out."
    ),
    "list_too_large": _("The list is larger than {most} MB; phones can't carry it. Split it, or take columns out."),
    "list_too_many_rows": _("The list has more than {most} rows; phones can't carry it. Split it."),
    "include_unknown": _("include takes in another form, which can't be done here. Copy its rows into this one."),
    "external_unfiltered": _("select_one_external is for filtered lists. Fill in choice_filter, or use select_one."),
    "loop_without_list": _("begin loop names a list of the sheet choices: begin loop over list. Add the list."),
    "media_unknown": _("Columns of media are image, big-image, audio and video; {value} is none. Rename the column."),
    "instance_id_missing": _(
        "Without instanceID no filled form can be told from another. Take omit_instanceID out of the settings."
    ),
    "address_unfit": _(
        "submission_url “{value}” is no address; phones could not open the form. Correct it, or leave it out."
    ),
    "key_unfit": _("public_key is no RSA key of 2048 bits or more; phones could not finish a form. Copy it anew."),
    "entities_version": _(
        "The form needs a version of the entities specification that this server does not know ({value})."
    ),
    "entity_list_name": _("“{value}” is no name of an entity list. Use letters, digits and underscores."),
    "entity_property_name": _("“{value}” is no name of an entity property. Use letters, digits and underscores."),
    "entity_property_case": _("The properties “{value}” and “{other}” differ by capital letters alone. Rename one."),
    "odk_validate_slow": _(
        "The phones' own engine did not finish checking the form; try it on a phone before you publish."
    ),
    "other": _("The form compiler stops here, for a reason that it tells in English only."),
    "sheet_missing": _("There is no sheet named {value}. Check the name of the sheet."),
    "no_survey_rows": _("The sheet survey holds no questions."),
    "names_013": _("There is no sheet {sheet}; is it one of these: {candidates}? Rename it."),
    "header_001": _("The first row lacks titles of columns. Write type, name and label into the first row."),
    "header_002": _("Two columns mean the same: {other} and {header}. Remove one."),
    "header_003": _("These columns are missing: {missing}. Add them in the first row."),
    "header_004": _("A title of a column is empty or has a space. Use letters, digits and underscores."),
    "header_005": _("The sheet entities has columns that are not known: {columns}. Correct or remove them."),
    "title_misspelt": _(
        "The column {value} is not read, and what stands in it is lost. If {meant} is meant, rename it."
    ),
    "column_twice": _("The column {value} stands twice. Remove one."),
    "settings_twice": _("Settings have both form_id and id_string. Keep form_id alone."),
    "disabled_column": _("The column disabled is out of use. Use relevant."),
    "names_001": _("The name {value} stands twice in the same group. Give one of them another name."),
    "names_002": _("The name {value} differs from another one only by capital letters. Give one of them another name."),
    "names_003": _("A repeat may not be named as the form itself ({value}). Rename it."),
    "names_004": _("Two repeats are named {value}. Rename one."),
    "names_005": _("The name meta is taken by the form itself. Use another one."),
    "names_006": _("A choice has no name (code). Fill it in."),
    "names_007": _("The code of a choice stands twice in its list. Change one."),
    "names_008": _(
        "A name begins with a letter or underscore, and has only letters, digits, underscores, hyphens and "
        "dots. No spaces."
    ),
    "names_009": _(
        "The name {name} begins with a letter or underscore, and has only letters, digits, underscores, "
        "hyphens and dots."
    ),
    "names_010": _("A name of an entity may not begin with two underscores."),
    "names_011": _("A name of an entity may not have a dot."),
    "names_012": _("A property of an entity may not be called name or label."),
    "names_014": _("The entity list stands twice on the sheet entities. Remove one."),
    "names_015": _("The entity list has no name. Fill in list_name."),
    "name_missing": _("The question or group has no name. Fill it in."),
    "unknown_type": _("There is no question type {value}. Check its spelling."),
    "type_missing": _("The row has no type. Fill it in, or empty the row."),
    "old_type": _("The type {value} works on old phones only."),
    "row_skipped": _("The row has a type but no name and no label; it is left out."),
    "calculation_missing": _("The row calculates nothing. Fill in calculation."),
    "label_missing": _("The group has no label. Give it one if people see it."),
    "question_without_label": _("The question {value} has neither label nor hint. Write one."),
    "label_001": _("A choice has no label. Write one."),
    "survey_001": _("end {type} without its begin {type}. Remove the row, or add the beginning."),
    "survey_002": _("{name}: begin {type} is never closed. Add end {type}."),
    "survey_003": _("The parameter incremental is true, or is left out."),
    "survey_004": _("Parameters are written as key=value, separated by spaces."),
    "survey_005": _("This type takes the parameters {accepted}, and not {rejected}. Correct or remove it."),
    "survey_006": _("The parameter reference-geometry names no list and no repeat. Check the name."),
    "survey_007": _("The parameter capture-accuracy is a number."),
    "survey_008": _("The parameter warning-accuracy is a number."),
    "survey_009": _("The parameter allow-mock-accuracy is true or false."),
    "parameter_value": _(
        "A parameter has a value that does not fit: {value}. Write a whole number or an allowed word."
    ),
    "randomize": _("Write randomize=true, and seed as a number or a reference."),
    "max_pixels": _("Photographs are sent at full size. Write max-pixels=1600 into parameters."),
    "audit_name": _("The audit is always named audit. Leave the name empty."),
    "audit_parameter": _(
        "A parameter of audit does not fit. Location needs location-priority, location-min-interval and "
        "location-max-age together; the others are true or false."
    ),
    "big_image_alone": _("{value}: big-image needs image as well. Fill in the column image."),
    "trigger_invisible": _("The trigger {q} is no question that a person sees. Take a visible one."),
    "choices_missing": _("The sheet choices is missing or lacks the columns list_name, name and label. Add them."),
    "list_unknown": _("The list {value} is not on the sheet choices. Add it, or correct its name."),
    "choice_with_space": _(
        "List {list}: the code “{value}” has a space, which a question with several answers can't hold. Take "
        "the space out."
    ),
    "or_other_filtered": _(
        "or_other and choice_filter can't go together. Write the choice “other” and its question yourself."
    ),
    "or_other_empty": _("The question with or_other has no choices. Add them."),
    "table_list_filtered": _("table-list and choice_filter can't go together. Take one out."),
    "file_kind": _("{value}: a list in a file ends in .csv, .xml or .geojson. Correct the name."),
    "instance_twice": _("Two lists of different files have one name. Rename one file."),
    "search_mixed": _(
        "search() and other questions share a list, or a list from a file. Give the question with search() a "
        "list of its own."
    ),
    "no_external_choices": _("The sheet external_choices is missing. Add it."),
    "pyref_001": _("A reference is not closed: write ${{name}}, with both braces."),
    "pyref_002": _("Put a comma between references."),
    "pyref_003": _("There is no question {q} on the sheet survey. Check the spelling."),
    "pyref_004": _("Several questions are called {q}, so it is not clear which is meant. Rename them."),
    "reference_unknown": _("There is no question {q} on the sheet survey. Check the spelling."),
    "reference_ambiguous": _("Several questions are called {q}, so it is not clear which is meant. Rename them."),
    "range_001": _("range: {name} is a number."),
    "range_002": _("range: {name} is not zero."),
    "range_003": _("range: {name} is larger than the range from start to end. Make it smaller."),
    "range_004": _("range: {name} is a multiple of step."),
    "range_005": _("range: {name} lies between start and end."),
    "range_006": _("range: tick_labelset names a list of the sheet choices."),
    "range_007": _("range: with no-ticks the list of tick_labelset has two choices."),
    "range_008": _("range: tick_interval, placeholder and tick_labelset do not go with this appearance."),
    "range_009": _("range: all codes of the list of tick_labelset are numbers."),
    "range_010": _("range: all codes of the list of tick_labelset lie between start and end."),
    "range_011": _("range: the codes of the list of tick_labelset are start plus multiples of {name}."),
    "range_012": _("range: with no-ticks the codes of tick_labelset are start and end."),
    "entity_001": _("save_to needs a list on the sheet entities. Add the sheet and the list."),
    "entity_002": _("The property {saveto} is filled in row {other_row} already. Change or remove one."),
    "entity_003": _("A group or repeat can't be saved to a property. Empty save_to."),
    "entity_004": _("The entity list {dataset} is not on the sheet entities. Check the name."),
    "entity_005": _("The entity list {dataset} makes entities and has no label. Fill in label."),
    "entity_006": _("The entity list {dataset} makes and changes entities, and has no update_if. Fill it in."),
    "entity_007": _("The entity list {dataset} changes entities and has no entity_id. Fill it in."),
    "entity_008": _("There are several entity lists: write save_to as list#property."),
    "entity_009": _(
        "Two entity lists are filled from the same place {scope} (row {other_row}). Move the questions of one"
        " into a group."
    ),
    "entity_011": _(
        "save_to of the list {dataset} stands in {scope}, but the list belongs to {other_scope}. Move one, by"
        " a calculation."
    ),
    "entity_012": _(
        "The list {dataset} refers to {question} in {scope}, but belongs to {other_scope}. Move one, by a calculation."
    ),
    "entity_013": _("save_to has at most one #."),
    "language_code": _("These languages have no code of two letters: {value}. Write them as Tiếng Việt (vi)."),
    "translation_missing": _("The language {language} lacks a column: {value}. Add it, or people see a dash."),
    "form_id_unfit": _("The form id “{value}” reads like a file or a folder. Use letters, digits and underscores."),
    "encryption_needs_id": _("An encrypted form needs its instanceID. Take omit_instanceID out."),
}


_SHEETS = ("", "survey", "choices", "external_choices", "settings", "entities")
"""What names no sheet concerns the whole workbook, and comes first."""


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault as people read it; row 0: not known. detail: what a tool said to it, in its own English words."""

    sheet: str
    row: int
    column: str
    message: str
    detail: str = ""


def fault_lines(faults: Iterable[WorkbookFault]) -> list[FaultLine]:
    """In the language of the request, as the workbook goes: its sheets, then its rows."""
    told = sorted(faults, key=lambda one: (_SHEETS.index(one.sheet) if one.sheet in _SHEETS else len(_SHEETS), one.row))
    return [FaultLine(one.sheet, one.row, one.column, fault_sentence(one), one.facts.get("told", "")) for one in told]


def fault_sentence(fault: WorkbookFault) -> str:
    sentence = str(gettext(FAULTS.get(fault.code, FAULTS["other"])))
    return sentence.format_map(Facts({"sheet": fault.sheet, **fault.facts}))
