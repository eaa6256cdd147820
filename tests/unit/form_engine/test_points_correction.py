"""A point table goes out to a spreadsheet, is corrected, and comes back: nothing else in the rule set differs."""

import csv
import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from form_engine.points_correction import corrected
from form_engine.points_sheet import as_csv, as_table, as_xlsx, read_points
from form_engine.scoring_errors import NothingCorrected, PointTableInvalid, PointTableUnusable, SourceMissing
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review.rules.ruleset_difference import differences
from review.rulesets import all_rulesets, content_of, get_ruleset

OLD = "vn-2016-2020"
every_period = pytest.mark.parametrize("ruleset_id", list(all_rulesets()))


def table(ruleset_id=OLD):
    return list(csv.reader(io.StringIO(as_csv(get_ruleset(ruleset_id)).decode("utf-8-sig"))))


def written(rows, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def changed(column, value, *, item="b1_07", answer=None, source=None):
    """The table with one cell changed, in the first row of an item or in that of an answer."""
    rows = table()
    place = rows[0].index(column)
    row = next(one for one in rows if one[0] == item and answer in (None, one[1]))
    row[place] = value
    if source is not None:
        row[-2] = source
    return rows


@every_period
def test_an_untouched_table_corrects_nothing(ruleset_id):
    sheet = get_ruleset(ruleset_id)

    for content in (as_csv(sheet), as_xlsx(sheet)):
        with pytest.raises(NothingCorrected):
            corrected(content_of(ruleset_id), read_points(content, sheet), source="x")


@every_period
def test_every_single_number_of_a_table_can_be_corrected(ruleset_id):
    sheet, content = get_ruleset(ruleset_id), content_of(ruleset_id)
    rows = as_table(sheet)
    for row in rows[1:]:
        row[4:-2] = [points + 1 for points in row[4:-2]]

    made = read_scoring_sheet(corrected(content, read_points(written(rows), sheet), source="Phụ lục 3b"))

    assert {change.part for change in differences(sheet, made)} == {"points"}
    for item, other in zip(sheet.items, made.items, strict=True):
        for answer, now in zip(item.answers, other.answers, strict=True):
            assert dict(now.points) == {code: points + 1 for code, points in answer.points.items()}
            assert now.points_source == "Phụ lục 3b"


def test_one_point_is_corrected_and_nothing_else():
    sheet, content = get_ruleset(OLD), content_of(OLD)
    before = sheet.items[6].answers[0]

    made = corrected(content, read_points(written(changed("NT3", "33")), sheet), source='Thông tư 17, "PL 3b.3"')

    after = read_scoring_sheet(made)
    (change,) = differences(sheet, after)
    assert (change.part, change.what, change.before, change.after) == ("points", "NT3", before.points["NT3"], 33)
    corrected_one = after.items[6].answers[0]
    assert corrected_one.source_of("NT3") == 'Thông tư 17, "PL 3b.3"'
    assert {corrected_one.source_of(area) for area in sheet.sheets if area != "NT3"} == {before.points_source}
    assert len(set(content.decode().splitlines()) - set(made.decode().splitlines())) == 1


def test_a_row_may_tell_its_own_source():
    rows = changed("TT", "1", source="Công văn 5")

    made = corrected(content_of(OLD), read_points(written(rows), get_ruleset(OLD)), source="")

    told = read_scoring_sheet(made).items[6].answers[0]
    assert told.own_sources == {"TT": "Công văn 5"}
    assert told.sources == f"{told.points_source}; TT: Công văn 5"


def test_figures_corrected_one_after_the_other_keep_each_its_source():
    once = corrected(content_of(OLD), read_points(written(changed("NT3", "33")), get_ruleset(OLD)), source="PL 3b.3")
    sheet = read_scoring_sheet(once)
    rows = as_table(sheet)
    row = next(one for one in rows if one[0] == "b1_07")
    row[rows[0].index("TT")] = 7

    twice = read_scoring_sheet(corrected(once, read_points(written(rows), sheet), source="PL 3b.0"))

    answer = twice.items[6].answers[0]
    assert answer.own_sources == {"NT3": "PL 3b.3", "TT": "PL 3b.0"}
    assert answer.source_of("NT1") == sheet.items[6].answers[0].points_source == answer.points_source


def test_a_correction_can_be_corrected_again_with_the_same_source():
    once = corrected(content_of(OLD), read_points(written(changed("NT3", "33")), get_ruleset(OLD)), source="PL 3b")
    again = read_points(written(changed("NT3", "34")), read_scoring_sheet(once))

    twice = read_scoring_sheet(corrected(once, again, source="PL 3b"))

    assert twice.items[6].answers[0].points["NT3"] == 34


def test_new_points_without_a_source_are_refused():
    with pytest.raises(SourceMissing):
        corrected(content_of(OLD), read_points(written(changed("NT3", "33")), get_ruleset(OLD)), source=" ")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_may_write_its_csv_its_own_way(delimiter):
    (row,) = [
        one
        for one in read_points(written(changed("NT3", "33"), delimiter), get_ruleset(OLD))
        if one.points["NT3"] == 33 and one.item == "b1_07"
    ]

    assert row.source == table()[row.row - 1][-2]


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("NT3", "-1", "no_whole_number"),
        ("NT3", "1,5", "no_whole_number"),
        ("NT3", "", "no_whole_number"),
        ("NT3", "mười", "no_whole_number"),
        ("NT3", "٣", "no_whole_number"),
        ("NT3", "99999", "no_whole_number"),
        ("chi_tieu", "b1_99", "no_such_item"),
        ("tra_loi", "khong-co", "no_such_answer"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_column(column, value, problem):
    rows = changed(column, value)
    number = next(at for at, one in enumerate(rows, start=1) if one[rows[0].index(column)] == value)

    with pytest.raises(PointTableInvalid) as refusal:
        read_points(written(rows), get_ruleset(OLD))

    first = refusal.value.faults[0]
    assert (first.row, first.column, first.problem, first.value) == (number, column, problem, value)


def test_every_fault_is_told_not_the_first_alone():
    rows = changed("NT3", "x")
    rows[0][rows[0].index("NT3")] = "NT3"
    rows[2][rows[0].index("TT")] = "y"
    del rows[5]

    with pytest.raises(PointTableInvalid) as refusal:
        read_points(written(rows), get_ruleset(OLD))

    assert {one.problem for one in refusal.value.faults} == {"no_whole_number", "row_missing"}
    assert refusal.value.facts["count"] == 3


def test_a_table_that_was_cut_off_names_no_row_that_is_not_there():
    with pytest.raises(PointTableUnusable) as refusal:
        read_points(written(table()[:-2]), get_ruleset(OLD))

    assert [one.row for one in refusal.value.faults] == [0, 0]
    first = refusal.value.faults[0]
    assert (first.column, first.problem) == ("tra_loi", "row_missing")
    assert first.value.startswith("b1_13 / ")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "column_missing"),
        (b"a,b\n1,2\n", "column_missing"),
        (b"PK\x03\x04 no zip", "no_spreadsheet"),
        (b"\xff\xfe\x00", "no_utf8"),
    ],
)
def test_what_is_no_table_is_refused(content, problem):
    with pytest.raises(PointTableInvalid) as refusal:
        read_points(content, get_ruleset(OLD))

    assert refusal.value.faults[0].problem == problem


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
def test_an_excel_table_with_a_damaged_part_is_refused(part):
    damaged = io.BytesIO()
    with ZipFile(io.BytesIO(as_xlsx(get_ruleset(OLD)))) as sound, ZipFile(damaged, "w") as archive:
        for name in sound.namelist():
            content = sound.read(name)
            archive.writestr(name, content[: len(content) // 2] if name == part else content)

    with pytest.raises(PointTableInvalid) as refusal:
        read_points(damaged.getvalue(), get_ruleset(OLD))

    assert refusal.value.faults[0].problem == "no_spreadsheet"


def test_an_excel_table_that_would_fill_the_memory_is_not_opened():
    swollen = io.BytesIO(as_xlsx(get_ruleset(OLD)))
    with ZipFile(swollen, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", bytes(61_000_000))

    with pytest.raises(PointTableInvalid) as refusal:
        read_points(swollen.getvalue(), get_ruleset(OLD))

    assert refusal.value.faults[0].problem == "no_spreadsheet"


@pytest.mark.parametrize("name", ["NT3", "chi_tieu", "nguon", "ban_goc"])
def test_a_column_that_stands_twice_is_refused(name):
    rows = table()
    place = rows[0].index(name)
    doubled = [[*row, name if number == 0 else row[place]] for number, row in enumerate(rows)]

    with pytest.raises(PointTableInvalid) as refusal:
        read_points(written(doubled), get_ruleset(OLD))

    assert [(one.row, one.column, one.problem) for one in refusal.value.faults] == [(1, name, "column_twice")]


def test_an_excel_table_is_read_as_a_spreadsheet_saves_it():
    book = load_workbook(io.BytesIO(as_xlsx(get_ruleset(OLD))))
    page = book.active
    place = [cell.value for cell in page[1]].index("NT3") + 1
    row = next(number for number in range(2, page.max_row) if page.cell(number, 1).value == "b1_07")
    page.cell(row, place).value = 33.0
    page.cell(page.max_row + 3, 1).value = "  "
    content = io.BytesIO()
    book.save(content)

    found = read_points(content.getvalue(), get_ruleset(OLD))

    assert next(one for one in found if one.row == row).points["NT3"] == 33
