"""Answers become sections, members cards, codes words."""

import pytest

from app.console.answer_value import Showing
from app.console.answer_view import Part, Row, anchor_of, place_findings, place_points, places_of, sections
from app.console.finding_view import finding_rows
from form_engine.definition import Choice, Field, FieldType, FormDefinition, Group, MediaKind, Repeat

SEX = (Choice("1", {"vi": "Nam", "en": "Male"}), Choice("2", {"vi": "Nữ", "en": "Female"}))


def a_field(path: str, type_: FieldType = FieldType.STRING, **more: object) -> Field:
    return Field(name=path.rpartition("/")[2], path=path, type=type_, **more)  # type: ignore[arg-type]


def a_form() -> FormDefinition:
    house = Group(
        name="house",
        path="/data/house",
        labels={"vi": "Nhà ở", "en": "Dwelling"},
        children=(
            a_field("/data/house/b1_06", FieldType.SELECT_ONE, choices=SEX, labels={"vi": "6. **Nhà** ở<br>chính"}),
            a_field("/data/house/area", FieldType.DECIMAL, labels={"vi": "Diện tích"}),
            a_field("/data/house/photo", FieldType.BINARY, media=MediaKind.IMAGE, labels={"vi": "Ảnh"}),
            a_field("/data/house/gps", FieldType.GEOPOINT, labels={"vi": "Vị trí"}),
            a_field("/data/house/shown", readonly=True, labels={"vi": "Chỉ để đọc"}),
            a_field("/data/house/b1_total", FieldType.INT, asked=False, calculate="1 + 1"),
        ),
    )
    members = Repeat(
        name="members",
        path="/data/members",
        labels={"vi": "Thành viên"},
        children=(
            a_field("/data/members/member_name", labels={"vi": "Họ và tên"}),
            a_field("/data/members/sex", FieldType.SELECT_ONE, choices=SEX, labels={"vi": "${member_name}: giới tính"}),
        ),
    )
    loose = a_field("/data/deviceid", asked=False)
    root = Group(name="data", path="/data", children=(loose, house, members))
    return FormDefinition(form_id="f", version="1", title="F", languages=("vi", "en"), root=root)


ANSWERS = {
    "deviceid": "x1",
    "house": {
        "b1_06": "1",
        "area": 45.5,
        "photo": "1.jpg",
        "gps": {"latitude": 16.28, "longitude": 107.93, "altitude": None, "accuracy": 4.6},
        "shown": None,
        "b1_total": 120,
    },
    "members": [{"member_name": "Lê Thị Đào", "sex": "2"}, {"member_name": "Lê Nam", "sex": None}],
}


def show(language: str = "vi", files: frozenset[str] = frozenset({"1.jpg"})) -> list[Part]:
    return sections(a_form(), ANSWERS, Showing(language, {}, files))


def row(parts: list[Part], path: str) -> Row:
    return next(one for part in parts for one in part.every_row if one.path == path)


@pytest.mark.usefixtures("in_vietnamese")
def test_sections_stand_in_form_order_and_what_stands_outside_comes_last() -> None:
    assert [part.title for part in show()] == ["Nhà ở", "Thành viên", "Điện thoại tự ghi"]


@pytest.mark.usefixtures("in_vietnamese")
def test_labels_lose_their_markup() -> None:
    assert row(show(), "/data/house/b1_06").label == "6. Nhà ở · chính"


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("language", "label"), [("vi", "Nam"), ("en", "Male")])
def test_choices_show_their_label_in_the_language_of_the_page(language: str, label: str) -> None:
    assert row(show(language), "/data/house/b1_06").value.text == label


@pytest.mark.usefixtures("in_vietnamese")
def test_numbers_and_places_look_vietnamese() -> None:
    parts = show()

    assert row(parts, "/data/house/area").value.text == "45,5"
    assert row(parts, "/data/house/gps").value.text == "16.28000, 107.93000 (± 5\N{NO-BREAK SPACE}m)"


@pytest.mark.usefixtures("in_vietnamese")
def test_a_file_that_has_not_come_is_told_and_not_linked() -> None:
    assert row(show(), "/data/house/photo").value.kind == "picture"
    assert row(show(files=frozenset()), "/data/house/photo").value.kind == "awaited"


@pytest.mark.usefixtures("in_vietnamese")
def test_texts_that_only_the_phone_shows_are_left_out() -> None:
    assert "/data/house/shown" not in places_of(show())


@pytest.mark.usefixtures("in_vietnamese")
def test_what_the_phone_worked_out_is_kept_apart() -> None:
    house = show()[0]

    assert [one.name for one in house.worked_out] == ["b1_total"]


@pytest.mark.usefixtures("in_vietnamese")
def test_each_member_is_a_card_with_his_own_name_in_its_labels() -> None:
    cards = show()[1].cards

    assert [card.title for card in cards] == ["1. Lê Thị Đào", "2. Lê Nam"]
    assert cards[1].rows[1].label == "Lê Nam: giới tính"


@pytest.mark.usefixtures("in_vietnamese")
def test_a_finding_hangs_at_the_question_of_the_right_member() -> None:
    parts = show()
    found = finding_rows([{"path": "/data/members[2]/sex", "kind": "missing", "facts": {}}], places=places_of(parts))

    place_findings(parts, found)

    assert [len(card.rows[1].findings) for card in parts[1].cards] == [0, 1]
    assert parts[1].finding_count == 1
    assert found[0].anchor == anchor_of("/data/members[2]/sex") == "c-members-2-sex"


@pytest.mark.usefixtures("in_vietnamese")
def test_points_stand_at_the_answer_that_gave_them() -> None:
    parts = show()

    place_points(parts, [{"item": "b1_06", "points": 15}])

    assert row(parts, "/data/house/b1_06").points == 15
    assert row(parts, "/data/house/area").points is None


@pytest.mark.usefixtures("in_vietnamese")
def test_a_question_that_was_not_relevant_is_not_shown() -> None:
    parts = sections(a_form(), {"house": {"area": 1}}, Showing("vi", {}, ()))

    assert [one.name for part in parts for one in part.every_row] == ["area"]


def test_questions_outside_every_group_stand_where_the_form_has_them_and_were_not_kept_by_the_phone():
    house = Group(name="house", path="/data/house", children=(a_field("/data/house/area"),))
    children = (a_field("/data/deviceid", asked=False), a_field("/data/age"), house, a_field("/data/end_note"))
    root = Group(name="data", path="/data", children=children)
    flat = FormDefinition(form_id="f", version="1", title="F", languages=("vi",), root=root)
    answers = {"deviceid": "x1", "age": "20", "house": {"area": "4"}, "end_note": "x"}

    parts = sections(flat, answers, Showing("vi", {}, frozenset()))

    assert [[row.name for row in part.every_row] for part in parts] == [["age"], ["area"], ["end_note"], ["deviceid"]]
    assert [part.anchor for part in parts] == ["cau-age", "c-house", "cau-end_note", "may-ghi"]
