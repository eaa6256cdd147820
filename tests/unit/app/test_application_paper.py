"""Applications on paper: each form of its period, dots where nobody told it, the receipt without a number."""

from datetime import date

import pytest

from app.documents.application_paper import application_paper, application_receipt
from app.documents.paper import Paper
from review.application_models import Application, ApplicationMember
from review.rules.procedures import all_procedures
from tests.unit.app.test_village_papers import AREA, LETTERS, text_of

OLD, NEW = (all_procedures()[name].application for name in ("vn-2016-2020", "vn-2022-2026"))


def an_application(**changes) -> Application:
    told = {
        "id": "0123456789",
        "number": 7,
        "year": 2026,
        "kind": "entry",
        "channel": "post",
        "household_code": "04-0001",
        "head_name": "Lê Thị Ỹ",
        "applicant": "Lê Thị Ỹ",
        "reason": f"Nhà cháy {LETTERS}",
        "sex": "female",
        "birth": "1961-02-03",
        "ethnic_group": "08",
        "identity": "046161000001",
        "issued_on": date(2021, 5, 6),
        "issued_by": "Công an tỉnh",
        "permanent_address": "Xóm 2, xã Vinh Hiền",
        "current_address": "Xóm 5",
        "received_on": date(2026, 11, 20),
        "due_on": date(2026, 12, 14),
        "members": [
            ApplicationMember(name="Lê Thị Ỹ", sex="female", birth="1961", relation="Chủ hộ", work="working"),
            ApplicationMember(name="Hồ Bé", birth="2015-04-01", relation="Cháu", work="school", occupation="Học sinh"),
        ],
    }
    return Application(**told | changes)


def a_paper(form=NEW, **changes) -> Paper:
    one = an_application(**changes)
    return application_paper(form, one.kind, AREA, one, identity=one.identity, by="Ngô Công Minh")


def a_blank(form=NEW, kind="exit") -> Paper:
    return application_paper(form, kind, AREA, None, identity="")


def a_receipt() -> Paper:
    return application_receipt(NEW, an_application(), AREA, by="Ngô Công Minh")


def test_the_entry_is_printed_as_the_form_of_2022_asks_it():
    told = text_of(a_paper())

    for words in (
        "Mẫu số 01",
        "GIẤY ĐỀ NGHỊ Rà soát hộ nghèo, hộ cận nghèo",
        "Kính gửi: Chủ tịch Ủy ban nhân dân xã Lộc Bình",
        "Giới tính (1: Nam; 2: Nữ): 2",
        "Sinh ngày 03 tháng 02 năm 1961 Dân tộc: Hmông",
        "Số CCCD/CMND: 046161000001 Ngày cấp: 06/05/2021",
        "Nơi thường trú: Xóm 2, xã Vinh Hiền",
        "Nơi ở hiện tại: Xóm 5",
        "2 Hồ Bé 01/04/2015 Cháu Đang đi học",
        "NGƯỜI VIẾT ĐƠN",
        "Số tiếp nhận: 0007/2026",
        "Hạn trả kết quả: 14/12/2026",
    ):
        assert words in told, words
    assert "Công an tỉnh" not in told


def test_the_entry_of_2016_tells_where_the_number_was_issued_and_what_members_do():
    told = text_of(a_paper(OLD))

    for words in (
        "Phụ lục 1a",
        "Xét duyệt bổ sung",
        "Số định danh cá nhân (nếu có): 046161000001",
        "Nơi cấp: Công an tỉnh",
        "Nơi đăng ký hộ khẩu thường trú: Xóm 2",
        "2 Hồ Bé 2015 Cháu Học sinh",
    ):
        assert words in told, words
    assert "Số định danh cá nhân (nếu có): ....." in text_of(a_paper(OLD, identity="191234567"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"listed_as": "near_poor", "listed_from": 2023, "listed_until": 2026},
         "Là hộ nghèo □ hộ cận nghèo ■ từ năm 2023 đến năm 2026"),
        ({}, "Là hộ nghèo □ hộ cận nghèo □ từ năm ........ đến năm ........"),
    ],
)  # fmt: skip
def test_who_asks_to_leave_tells_since_when_he_is_on_the_list(change, words):
    told = text_of(a_paper(kind="exit", **change))

    assert words in told
    assert ("Mẫu số 04" in told, "Công nhận hộ thoát nghèo, hộ thoát cận nghèo" in told) == (True, True)


def test_what_nobody_told_is_dots_and_an_empty_form_has_lines_for_members():
    bare = dict.fromkeys(("sex", "birth", "ethnic_group", "identity", "issued_by", "permanent_address"), "")
    told = text_of(a_paper(**bare, issued_on=None, current_address="", members=[]))
    blank = text_of(a_blank(OLD))

    for words in ("Số CCCD/CMND: ....", "Nơi thường trú: ....", "Nơi ở hiện tại: ....", "năm ......."):
        assert words in told, words
    for words in ("Phụ lục 1b", "Họ và tên: ....", "Lý do đề nghị: ....", "Số tiếp nhận: ....", "Nghề nghiệp"):
        assert words in blank, words
    assert "Lê Thị Ỹ" not in blank


def test_the_receipt_tells_number_day_and_until_when_but_no_identity_number():
    told = text_of(a_receipt())

    for words in ("0007/2026", "ngày 20 tháng 11 năm 2026 (qua bưu chính)", "ngày 14 tháng 12 năm 2026", "02 bản"):
        assert words in told, words
    assert "046161000001" not in told
