"""A list of areas from a workbook: looked at cell by cell, all or nothing, twice the same; the tree as of a day."""

import io
import json
from datetime import date

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from app.area_import import importing
from app.area_import.errors import AreaColumnsMissing, AreaRowsMissing, AreasNotSound, AreaWorkbookUnreadable
from app.area_import.workbook import read_rows
from app.auth.permissions import Role
from app.cli.areas import areas as command
from app.cli.demo import environment_of
from core.actor import SYSTEM, Actor
from registry import areas
from registry import repository as registry
from review.actions.rounds import open_round
from tests.integration.area_books import area_book, area_row
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, Program, at_a_desk, somebody, token_of

pytestmark = pytest.mark.services

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE)
PROVINCE = Actor("province", frozenset({"province_officer"}), "62/")

KON_TUM = (
    area_row("Tỉnh", "62", "Tỉnh Kon Tum", until="30/06/2025", successors="51"),
    area_row("Tỉnh", "51", "Tỉnh Quảng Ngãi"),
    area_row("Huyện", "618", "Huyện Ia H'Drai", "62", until="30/06/2025"),
    area_row("Xã", "23537", "Thị trấn Ia Dom", "618", until="30/06/2025", successors="51/23538/", document="NQ 1"),
    area_row("Xã", "23538", "Xã Ia Tơi", "51", score_area="NT4", since="01/07/2025", document="NQ 1"),
    area_row("Xã", "23538", "Phường Ia Tơi", "51", since="01/01/2026", document="NQ 2"),
    area_row("Thôn", "01", "Thôn 1", "23538", since="01/07/2025"),
)


def planned(clock, *rows, by=SYSTEM):
    return importing.plan(read_rows(area_book(*rows)), by=by, clock=clock)


def test_a_list_becomes_a_tree_by_day_and_twice_the_same(blobs, clock):
    for new in (6, 0):
        ready = planned(clock, *KON_TUM)
        assert [(one.row, one.column, one.code) for one in ready.faults] == []
        assert importing.carry_out(ready, by=SYSTEM, clock=clock) == new  # the ward is a second row of the same code

    before, after, now = date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 1)
    assert [one.id for one in areas.children_on("", before)] == ["51/", "62/"]
    assert [one.id for one in areas.children_on("", after)] == ["51/"]
    assert [one.id for one in areas.children_on("62/618/", before)] == ["62/618/23537/"]
    commune = registry.get_area("51/23538/")
    assert areas.facts_on(commune, after) == areas.AreaFacts("Xã Ia Tơi", "rural", "NT4", "NQ 1")
    assert areas.facts_on(commune, now) == areas.AreaFacts("Phường Ia Tơi", "urban", "TT", "NQ 2")
    assert areas.facts_on(registry.get_area("51/23538/01/"), now).score_area == "TT"
    town = registry.get_area("62/618/23537/")
    assert (town.area_kind, town.score_area, town.successors) == ("urban", "TT", ["51/23538/"])
    assert areas.heirs_of("62/618/23537/") == ["51/23538/"]
    assert [one.id for one in areas.search("ia toi", seen_by=SYSTEM)] == ["51/23538/"]
    assert [one.id for one in areas.search("23537", seen_by=SYSTEM)] == ["62/618/23537/"]
    assert areas.search("ia toi", seen_by=OFFICER) == []


def test_a_round_freezes_what_the_commune_is_on_its_first_day(blobs, clock):
    importing.carry_out(planned(clock, *KON_TUM), by=SYSTEM, clock=clock)
    commune = registry.get_area("51/23538/")

    rounds = [
        open_round(
            str(day.year),
            name="Đợt",
            kind="periodic",
            year=day.year,
            commune=commune,
            ruleset_id="vn-2021-2025",
            opens_on=day,
            closes_on=day,
            by=SYSTEM,
            clock=clock,
        )
        for day in (date(2025, 12, 1), date(2026, 9, 1))
    ]

    assert [(one.area_kind, one.score_area) for one in rounds] == [("rural", "NT4"), ("urban", "TT")]


NEW_VILLAGE = area_row("Thôn", "2012809", "Thôn 9", "20128")


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (area_row("", "2012803", "Thôn 3", "20128"), "kind", "missing"),
        (area_row("Buôn", "2012803", "Thôn 3", "20128"), "kind", "kind_unknown"),
        (area_row("Thôn", "Thôn 3", "Thôn 3", "20128"), "code", "code_shape_village"),
        (area_row("Thôn", "2012803", "", "20128"), "name", "missing"),
        (area_row("Thôn", "2012803", "Thôn 3", ""), "parent", "missing"),
        (area_row("Thôn", "2012803", "Thôn 3", "99999"), "parent", "parent_unknown"),
        (area_row("Thôn", "2012803", "Thôn 3", "482"), "parent", "parent_unknown"),
        (area_row("Thôn", "2012803", "Thôn 3", "20128", since="32/01/2016"), "since", "day_not_possible"),
        (area_row("Thôn", "2012803", "Thôn 3", "20128", until="01/01/2015"), "until", "ends_before_it_begins"),
        (area_row("Thôn", "2012801", "Thôn 1", "20128", until="01/01/2026"), "until", "households_live_there"),
        (area_row("Thôn", "2012803", "Thôn 3", "20128", successors="2012802"), "until", "end_missing"),
        (
            area_row("Thôn", "2012803", "Thôn 3", "20128", until="01/01/2026", successors="7"),
            "successors",
            "successor_unknown",
        ),
        (area_row("Huyện", "483", "Huyện A", "46"), "until", "district_ends"),
        (area_row("Huyện", 48, "Huyện A", "46", until="30/06/2025"), "code", "code_shape_district"),
        (area_row("Xã", "20129", "Xã A", "46"), "parent", "district_missing"),
        (area_row("Xã", "20129", "Thị trấn A", "482"), "until", "township_ends"),
        (area_row("Xã", "20129", "Xã A", "482", area_kind="Thành thị"), "area_kind", "kind_against_name"),
        (area_row("Xã", "20129", "Xã A", "482", area_kind="phố"), "area_kind", "area_kind_unknown"),
        (area_row("Xã", "20129", "Đặc khu A", "482", score_area="NT3"), "area_kind", "kind_missing"),
        (area_row("Xã", "20129", "Xã A", "482", score_area="TT"), "score_area", "region_against_kind"),
        (area_row("Xã", "20129", "Xã A", "482", score_area="NT9"), "score_area", "region_unknown"),
        (area_row("Thôn", "2012809", "Thôn 9", "20128"), "code", "twice"),
    ],
)
def test_each_wrong_cell_is_told_at_its_place(villages, clock, row, field, code):
    ready = planned(clock, NEW_VILLAGE, row)

    assert [(one.row, one.column, one.code) for one in ready.faults] == [(3, field, f"areas.{code}")]
    with pytest.raises(AreasNotSound):
        importing.carry_out(ready, by=SYSTEM, clock=clock)
    assert areas.find(f"{COMMUNE}2012809/") is None


def test_a_province_of_several_regions_tells_none(blobs, clock):
    rows = (area_row("Tỉnh", "51", "Tỉnh Quảng Ngãi"), area_row("Xã", "23538", "Xã A", "51", since="01/07/2025"))

    assert [one.code for one in planned(clock, *rows).faults] == ["areas.region_missing"]


def test_a_commune_writes_its_villages_and_nothing_else(villages, clock):
    own = area_row("Xã", "20128", "Phường Lộc Bình", "482", since="01/01/2026")
    other = area_row("Thôn", "1", "Thôn", "618")

    assert planned(clock, NEW_VILLAGE, by=OFFICER).is_sound
    assert [one.code for one in planned(clock, own, by=OFFICER).faults] == ["areas.parent_unknown"]
    assert [one.code for one in planned(clock, other, by=OFFICER).faults] == ["areas.parent_unknown"]
    assert [one.code for one in planned(clock, NEW_VILLAGE, by=PROVINCE).faults] == ["areas.parent_unknown"]


def test_a_file_that_is_no_list_is_refused_as_a_whole():
    with pytest.raises(AreaWorkbookUnreadable):
        read_rows(b"no workbook")
    with pytest.raises(AreaColumnsMissing):
        read_rows(area_book(("x",), headings=("Tên",)))
    with pytest.raises(AreaRowsMissing):
        read_rows(area_book())


def test_the_command_looks_first_and_marks_the_faults(villages, settings, tmp_path):
    def run(*rows, more=()):
        (tmp_path / "a.xlsx").write_bytes(area_book(*rows))
        env = environment_of(settings)
        return CliRunner(env=env).invoke(command, ["import", str(tmp_path / "a.xlsx"), "--json", *more])

    wrong = run(NEW_VILLAGE, area_row("Thôn", "1", "", "20128"), more=["--faults", str(tmp_path / "b.xlsx")])
    assert (wrong.exit_code, json.loads(wrong.output)["faults"][0]["message"]) == (1, "Ô này phải có dữ liệu.")
    note = load_workbook(tmp_path / "b.xlsx").active["C3"].comment
    assert note is not None
    assert note.text == "Ô này phải có dữ liệu."
    looked = run(NEW_VILLAGE, more=["--dry-run"])
    assert (looked.exit_code, json.loads(looked.output)["written"]) == (0, False)
    assert areas.find(f"{COMMUNE}2012809/") is None
    assert json.loads(run(NEW_VILLAGE).output) == {"rows": 1, "new": 1, "written": True, "faults": []}
    assert areas.find(f"{COMMUNE}2012809/").score_area == "NT3"


def test_the_page_looks_returns_the_own_workbook_and_writes(villages, app, clock):
    desk = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    token = token_of(desk.get("/dia-ban/nhap").text)

    def upload(*rows):
        file = (io.BytesIO(area_book(*rows)), "dia-ban.xlsx")
        return desk.post("/dia-ban/nhap", data={"csrf_token": token, "tep": file})

    wrong = upload(NEW_VILLAGE, area_row("Thôn", "2012802", "", "20128"))
    assert wrong.status_code == 422
    assert "Ô này phải có dữ liệu" in wrong.text
    assert "<title>Lỗi:" in wrong.text
    back = desk.post("/dia-ban/nhap/loi.xlsx", data=_carried(wrong.text, token))
    assert load_workbook(io.BytesIO(back.data)).active["C3"].comment is not None
    right = upload(NEW_VILLAGE)
    assert right.status_code == 200
    assert desk.post("/dia-ban/nhap/ghi", data=_carried(right.text, token)).status_code == 303
    assert "Thôn 9" in desk.get("/dia-ban").text
    assert load_workbook(io.BytesIO(desk.get("/dia-ban/nhap/mau.xlsx").data)).sheetnames == ["Địa bàn", "Danh mục"]


def _carried(page, token):
    return {"csrf_token": token, "tep_da_xem": token_of(page, "tep_da_xem")}


def test_the_tree_is_shown_and_told_to_those_of_the_area(villages, app, clock):
    desk = at_a_desk(app, somebody(clock, Role.PROVINCE_OFFICER, "46/"))
    assert "Phú Lộc" in desk.get("/dia-ban").text
    page = desk.get(f"/dia-ban?o={COMMUNE}&ngay=2026-01-01").text
    assert "Thôn 1" in page
    assert "Nghèo 2025" in page
    assert "Thôn 2" in desk.get("/dia-ban?tim=thon+2").text
    assert desk.get("/dia-ban?o=48/").status_code == 404
    assert at_a_desk(app, somebody(clock)).get("/dia-ban").status_code == 403

    program = Program.of(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    told = program.call("GET", "/areas?on=2026-01-01").json
    assert [one["path"] for one in told["items"]] == [VILLAGE_1, VILLAGE_2]
    (row,) = program.call("GET", f"/areas/numbers?path={COMMUNE}").json["items"]
    assert (row["households"], row["people"], row["years"]["2025"]["poor"]) == (3, 9, 1)
    assert program.call("GET", "/areas?within=46/").status_code == 404
    province = Program.of(app, somebody(clock, Role.PROVINCE_OFFICER, "46/"))
    assert province.call("GET", "/areas/numbers?path=46/").json["code"] == "registry.area_too_large"
