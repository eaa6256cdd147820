"""Summary reports: what a household adds, what adds up over places, what is left empty, what must agree."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from app.documents.paper import Paper, words_of
from app.documents.paper_words import of_the_committee
from app.documents.rendering import to_pdf
from app.documents.word import to_docx
from app.reports.checks import disagreements
from app.reports.counted import Names, reports
from app.reports.people_listed import listed
from app.reports.report_paper import report_paper
from app.reports.table import Place, ReportTable, share, shown
from app.reports.workbook import workbook
from review.rules.report_counts import Household, Person, Profile, tally_of, together
from tests.unit.app.test_village_papers import AREA, text_of

KINH = Person("Trần Văn Ân", "01", "male", "1970", "01")
WOMAN = Person("Lê Thị Ỹ", "01", "female", "1961", "25")
CHILD = Person("Hồ Bé", "03", "female", "2015", "01", is_child=True, lacks=frozenset({"child_school"}))
POOR = Household(
    "h1", "01-0001", "Trần Văn Ân", "v1/", "poor", "poor_kept", "poor_income", 2,
    lacks=frozenset({"b2_01", "b2_02", "b2_05"}), members=(KINH, CHILD),
    profile=Profile(causes=("1", "7"), support=("1",), groups=("3",)),
)  # fmt: skip
ALONE = replace(POOR, id="h2", head_name="Lê Thị Ỹ", people=1, members=(WOMAN,), profile=None, change="poor_new",
                subclass="poor_deprived")  # fmt: skip
NEAR = replace(ALONE, id="h3", village="v2/", standing="near_poor", change="near_poor_relapse", subclass="",
               lacks=frozenset({"b2_01"}))  # fmt: skip
NAMES = Names(
    {"b2_01": "Tiếp cận y tế", "b2_02": "Bảo hiểm y tế"},
    {"1": "Thiếu vốn", "7": "Ốm đau"},
    two_lines=True,
    has_nutrition=False,
)
FLOW = {"flow.poor.h.1": 1, "flow.poor.h.7": 1, "flow.poor.h.9": 2, "flow.near_poor.h.6": 1, "flow.near_poor.h.9": 1}
PEOPLE_FLOW = {
    "flow.poor.p.1": 2,
    "flow.poor.p.7": 1,
    "flow.poor.p.9": 3,
    "flow.near_poor.p.6": 1,
    "flow.near_poor.p.9": 1,
}


def places(**population: int) -> list[Place]:
    first = together([tally_of(POOR), tally_of(ALONE), population])
    second = together([tally_of(NEAR), population])
    whole = together([first, second])
    return [
        Place("Thôn 1", {**first, **population}),
        Place("Thôn 2", {**second, **population}),
        Place("Toàn xã", whole, is_total=True),
    ]


def the(code: str, part: int = 0, **population: int) -> ReportTable:
    return [one for one in reports(True, places(**population), NAMES) if one.code == code][part]


def all_of_them() -> Paper:
    tables = reports(True, places(**{"pop.h": 1200, "pop.p": 4800}), NAMES)
    listing = listed("poor", [POOR, ALONE], {"v1/": "Thôn 1"}, {"01": "Chủ hộ", "03": "Con đẻ"}.get)
    return report_paper(
        [*tables, listing], of_the_committee(AREA), "Lộc Bình", "Xã Lộc Bình", "Số liệu", title="Báo cáo"
    )


def row(table: ReportTable, name: str, kind: str = "") -> dict[str, object]:
    told = (name, kind) if kind else (name,)
    line = next(one for one in table.lines if one.told[1:] == told)
    titles = [f"{group}: {title}" if group else title for group, title in table.titles]
    return dict(zip(titles, line.values, strict=True))


def test_there_are_thirteen_reports_that_count_each_with_as_many_figures_as_columns():
    made = reports(True, places(), NAMES)

    assert list(dict.fromkeys(one.code for one in made)) == [f"R{n}" for n in range(1, 14)]
    assert all(len(line.values) == len(one.titles) for one in made for line in one.lines)
    assert len(the("R12").titles) == 22


def test_rates_need_a_population_and_are_empty_without():
    known = row(the("R1", **{"pop.h": 200, "pop.p": 800}), "Thôn 1")

    assert (known["Về hộ: Hộ nghèo"], known["Về hộ: Tỷ lệ %"]) == (2, None)
    assert the("R1", **{"pop.h": 200, "pop.p": 800}).lines[0].values[:8] == (200, 800, 2, 1.0, 0, 0.0, None, None)
    assert the("R1").lines[0].values[:8] == (None, None, 2, None, 0, None, None, None)
    assert the("R1").lines[0].values[-2:] == (1, 1)
    assert [share(1, 0), share(0, 4), share(1, 3)] == [None, 0.0, 33.33]
    assert [shown(None), shown(33.33), shown(1234)] == ["", "33,33", "1.234"]


def test_a_population_of_the_commune_is_known_only_when_each_village_told_it():
    whole = together([{"pop.h": 5, "poor.h": 1}, {"poor.h": 1}])

    assert whole == {"poor.h": 2}
    assert together([{"pop.h": 5}, {"pop.h": 6}]) == {"pop.h": 11}


def test_what_households_lack_is_counted_and_as_a_rate():
    assert list(row(the("R4"), "Toàn xã").values()) == [2, 6, 2, 2]
    assert list(row(the("R7"), "Toàn xã").values()) == [1, 1, 100.0, 0.0]
    assert list(row(the("R5"), "Thôn 2").values()) == [0, 0, None, None]


def test_other_is_who_belongs_to_none_of_the_three_groups():
    groups = row(the("R8"), "Toàn xã", "Hộ")

    assert [groups[f"Hộ nghèo: {name}"] for name in ("Tổng số", "Dân tộc thiểu số", "Có người có công", "Khác")] == [
        2,
        1,
        1,
        0,
    ]
    assert row(the("R8"), "Toàn xã", "Nhân khẩu")["Hộ nghèo: Có người có công"] == 2
    assert any("2 hộ chưa có Phiếu C" in note for note in the("R8").notes)


def test_groups_causes_and_children():
    ethnic = row(the("R9"), "Toàn xã", "Nhân khẩu")
    assert (ethnic["Tổng số"], ethnic["Kinh"], ethnic["Dân tộc thiểu số"], ethnic["Trong đó: Giáy"]) == (3, 2, 1, 1)
    assert list(row(the("R10"), "Thôn 1").values()) == [2, 1, 1, 1]
    assert list(row(the("R11"), "Toàn xã").values())[:4] == [1, 0, None, 1]
    many = the("R12", **{"pop.h": 100, "pop.p": 400, "pop.minority.h": 10, "pop.minority.p": 30}).lines[0].values
    assert many[:4] == (100, 90, 10, None)
    assert many[8:15] == (2, 1, 1, None, 1, 0, 1)
    assert many[19:] == (2.0, 10.0, None)


def test_the_detailed_list_tells_each_person_under_his_household_and_village():
    table = listed("poor", [POOR, ALONE], {"v1/": "Thôn 1"}, {"01": "Chủ hộ", "03": "Con đẻ"}.get)

    assert [line.told for line in table.lines] == [
        ("", "", "Thôn 1"), ("1", "1", "Trần Văn Ân"), ("", "2", "Hồ Bé"), ("2", "3", "Lê Thị Ỹ")
    ]  # fmt: skip
    assert table.lines[1].values == ("1970", "", "Kinh", "Chủ hộ", "", "", "x", "x", "", "", "x", "", "", "", "", "")
    assert table.lines[3].values[:7] == ("", "1961", "Giáy", "Chủ hộ", "x", "", "")
    assert all(len(line.values) == len(table.titles) for line in table.lines)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"flow.poor.h.2": 1}, ["R2.2, R3.5 (hộ): 1 và 0", "R2 (hộ): cuối kỳ 2 không bằng đầu kỳ - giảm + tăng"]),
        ({"poor.h": 1}, ["R2.9 (hộ) 2, R1 1"]),
        ({"near_poor.lacks": 3}, ["R6: 3 thiếu hụt của 1 hộ cận nghèo, nhiều hơn 2 mỗi hộ"]),
        ({"poor.lacks": 5}, ["R4: 5 thiếu hụt của 2 hộ nghèo, ít hơn 3 mỗi hộ"]),
    ],
)
def test_reports_that_do_not_agree_say_where(change, told):
    whole = {**together(tally_of(one) for one in (POOR, ALONE, NEAR)), **FLOW, **PEOPLE_FLOW, **change}

    assert disagreements(whole, one_line=True) == told


def test_workbook_and_paper_have_the_same_figures_and_are_the_same_bytes_again():
    tables = reports(True, places(**{"pop.h": 1200, "pop.p": 4800}), NAMES)
    made = workbook(tables, "Xã Lộc Bình", "Số liệu chính thức")
    paper = report_paper(tables, of_the_committee(AREA), "Lộc Bình", "Xã Lộc Bình", "Số liệu", title="Báo cáo")
    book = load_workbook(io.BytesIO(made))

    assert book.sheetnames == [f"R{n}" for n in range(1, 14)]
    first = [[cell.value for cell in line] for line in book["R1"].iter_rows(min_row=9)]
    assert first[0][:6] == [1, "Thôn 1", 1200, 4800, 2, 0.17]
    assert workbook(tables, "Xã Lộc Bình", "Số liệu chính thức") == made
    assert (to_pdf(paper)[:4], to_docx(paper) == to_docx(paper)) == (b"%PDF", True)
    told, said = text_of(paper), " ".join(words_of(paper))
    for words in ("TỔNG HỢP DIỄN BIẾN HỘ NGHÈO", "Tỷ lệ %", "1.200", "0,17", "Toàn xã"):
        assert (words in said, words in told) == (True, True), words
