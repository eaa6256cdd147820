"""Papers of a commune: what they say, who appraised, whose certificate; the same facts the same bytes."""

from dataclasses import replace
from datetime import date

import pytest

from app.documents.appraisal_papers import opinion_paper, request_paper
from app.documents.certificate_paper import certificates_paper
from app.documents.decision_paper import decision_paper
from app.documents.heads_told import HeadTold, head_told, masked_head
from app.documents.members_told import Told, masked_numbers, members_of_register
from app.documents.paper import Paper
from app.documents.paper_words import offices
from app.documents.rendering import to_pdf
from app.documents.report_letter import report_letter
from registry.models import Area
from registry.rules.identity import PaperKind
from registry.rules.person import Paper as IdentityPaper
from registry.rules.person import Person
from review.application_models import Application
from review.commune_models import (
    Appraisal,
    Certificate,
    CertificateLine,
    CommuneReport,
    Decision,
    FrozenResult,
    Opinion,
)
from review.complaint_models import Complaint
from review.models import Round
from tests.unit.app.test_village_papers import AREA, AT, LETTERS, NAMES, pages_of, text_of

VILLAGE = AREA[-1].id
COMMUNE = [*AREA[:1], Area(id="46/482/", kind="district", name="Huyện Phú Lộc"), AREA[1]]
OPENED = Round(name="Rà soát định kỳ năm 2026", year=2026, opens_on=date(2026, 9, 7))
MEMBER = Told("Lê Thị Ỹ", "Chủ hộ", "Nữ", "03/02/1961", "046161000001", "Kinh")
RESULTS = (("poor", "poor"), ("poor", "near_poor"), ("near_poor", "non_poor"), ("non_poor", "poor"))


def rows() -> list[FrozenResult]:
    return [
        FrozenResult(
            case_id=str(n),
            household_id=f"h{n}",
            household_code=f"04-{n:04d}",
            head_name=NAMES[n],
            village_path=VILLAGE,
            address="Xóm 7",
            members_count=n + 1,
            standing_before=before,
            standing=now,
            change="x",
            b1=100 + n,
            b2=30,
            submission_key=f"f{n}",
            input_hash="i",
            ruleset_hash="r",
        )
        for n, (before, now) in enumerate(RESULTS)
    ]


def asked(**opinion) -> Appraisal:
    said = {
        "number": "7/TĐ",
        "on": date(2026, 12, 7),
        "signer": "Trần Huyện",
        "agrees": True,
        "words": "",
        "returned": {},
    }
    return Appraisal(
        id="0123456789",
        number=1,
        level="province",
        report_number="15/BC-UBND",
        report_on=date(2026, 12, 1),
        words=LETTERS,
        due_on=date(2026, 12, 8),
        rows=rows(),
        opinion=Opinion(**said | opinion),
    )


def signed() -> Decision:
    return Decision(
        id="0123456789",
        number=1,
        document_number="120/QĐ-UBND",
        signed_on=date(2026, 12, 9),
        signer="Lê Văn Chủ",
        signer_title="Chủ tịch",
        opinion_number="7/TĐ",
        opinion_on=date(2026, 12, 7),
        rows=rows(),
    )


def decision(level: str) -> Paper:
    return decision_paper(signed(), OPENED, COMMUNE, {VILLAGE: "Thôn 4"}, {"f0": [MEMBER]}, level=level)


def test_the_report_goes_to_the_level_that_appraises_and_counts_what_it_sends():
    told = text_of(request_paper(asked(), OPENED, COMMUNE, {VILLAGE: "Thôn 4"}))

    for words in (
        "Số: 15/BC-UBND",
        "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Thừa Thiên Huế",
        "4 hộ (bằng chữ: bốn hộ)",
    ):
        assert words in told
    assert "10 nhân khẩu" in told
    assert "Không có phản ánh, khiếu nại; không còn" in told
    settled = [Complaint(outcome=one) for one in ("explained", "confirmed", "changed")]
    again = text_of(request_paper(asked(), OPENED, COMMUNE, {VILLAGE: "Thôn 4"}, settled))
    assert "Đã tiếp nhận 3 phản ánh, khiếu nại; phúc tra 2 trường hợp, trong đó thay đổi kết quả 1" in again
    assert "hộ nghèo 2, hộ cận nghèo 1, hộ thoát nghèo 1, hộ thoát cận nghèo 1" in told
    assert {letter for letter in LETTERS + "".join(NAMES) if letter not in told} == set()


def test_a_paper_names_the_district_as_long_as_there_were_districts():
    now, then = asked(), asked()
    then.report_on = date(2025, 6, 30)

    heads = [text_of(request_paper(one, OPENED, COMMUNE, {VILLAGE: "Thôn 4"}))[:60] for one in (now, then)]

    assert ["UBND HUYỆN PHÚ LỘC" in one for one in heads] == [False, True]
    assert offices("KT. Chủ tịch / Phó Chủ tịch") == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def test_rates_are_of_all_who_live_there_and_empty_when_nobody_told_how_many():
    villages, lives = {VILLAGE: "Thôn 4"}, {"pop.h": 1200, "pop.p": 6000}
    told = text_of(request_paper(asked(), OPENED, COMMUNE, villages, (), lives))
    bare = text_of(request_paper(asked(), OPENED, COMMUNE, villages))
    nobody = text_of(request_paper(asked(), OPENED, COMMUNE, villages, (), {"pop.h": 0, "pop.p": 0}))

    assert "1 Tổng số dân cư trên địa bàn 1.200 6.000 2 Hộ nghèo 2 0,17 5 0,08 3 Hộ cận nghèo 1 0,08 2 0,03" in told
    assert "1 Tổng số dân cư trên địa bàn 2 Hộ nghèo 2 5 3 Hộ cận nghèo 1 2" in bare
    assert "1 Tổng số dân cư trên địa bàn 0 0 2 Hộ nghèo 2 5 3" in nobody


def a_report() -> Paper:
    told = {"document_number": "30/BC-UBND", "reported_on": date(2026, 12, 15), "level": "province", "words": LETTERS}
    sent = CommuneReport(id="0123456789", number=1, **told)
    return report_letter(sent, OPENED, COMMUNE, [signed()], rows(), {"pop.h": 1200, "pop.p": 6000})


def test_the_report_of_what_was_decided_names_the_decision_and_its_figures():
    told = text_of(a_report())

    for words in (
        "Số: 30/BC-UBND",
        "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Thừa Thiên Huế",
        "Quyết định số 120/QĐ-UBND, ngày 09 tháng 12 năm 2026",
        "2 Hộ nghèo 2 0,17 5 0,08",
        "TM. ỦY BAN NHÂN DÂN",
    ):
        assert words in told, words


def test_an_opinion_agrees_or_names_each_household_with_its_reason():
    agreed = text_of(opinion_paper(asked(), OPENED, COMMUNE, {VILLAGE: "Thôn 4"}))
    back = text_of(
        opinion_paper(asked(agrees=False, returned={"1": "Xem lại nhà"}), OPENED, COMMUNE, {VILLAGE: "Thôn 4"})
    )

    assert ("Nhất trí" in agreed, "Yêu cầu rà soát lại" in agreed, "Trần Huyện" in agreed) == (True, False, True)
    assert ("Nhất trí" in back, "Xem lại nhà" in back, NAMES[1] in back, NAMES[2] in back) == (False, True, True, False)


@pytest.mark.parametrize(("level", "name"), [("district", "cấp huyện;"), ("province", "cấp tỉnh;")])
def test_a_decision_names_who_appraised_whatever_the_commune_lies_in(level, name):
    assert f"Chủ tịch Ủy ban nhân dân {name}" in text_of(decision(level))


def test_a_decision_has_its_numbers_in_words_four_lists_and_the_members():
    told = text_of(decision("province"))

    assert "Công nhận 2 hộ nghèo (bằng chữ: hai hộ; 5 nhân khẩu)" in told
    titles = (
        "DANH SÁCH HỘ NGHÈO",
        "DANH SÁCH HỘ CẬN NGHÈO",
        "DANH SÁCH HỘ THOÁT NGHÈO",
        "DANH SÁCH HỘ THOÁT CẬN NGHÈO",
    )
    assert [told.count(title) for title in titles] == [1, 1, 1, 1]
    for words in ("Lê Thị Ỹ", "03/02/1961", "046161000001", "Lê Văn Chủ", "CHỦ TỊCH", "Xóm 7, Thôn 4"):
        assert words in told


def test_who_has_not_the_duty_reads_the_last_digits_of_numbers_alone():
    (told,) = masked_numbers({"f0": [MEMBER, replace(MEMBER, identity="")]}).values()

    assert [one.identity for one in told] == ["•••••••••001", ""]
    paper = decision_paper(signed(), OPENED, COMMUNE, {VILLAGE: "Thôn 4"}, {"f0": told}, level="province")
    assert ("046161000001" in text_of(paper), "•••••••••001" in text_of(paper)) == (False, True)


def test_the_same_decision_gives_the_same_bytes():
    assert to_pdf(decision("province")) == to_pdf(decision("province"))


def two_certificates() -> Paper:
    line = {"submission_key": "f0", "decision_id": "d", "signed_on": date(2026, 12, 9)}
    papers = [
        Certificate(
            id=f"{n}123456789",
            number=n + 7,
            head_name=NAMES[n],
            village_path=VILLAGE,
            address="Xóm 2",
            lines=[
                CertificateLine(year=2025, standing=before, document_number="99/QĐ-UBND", **line),
                CertificateLine(year=2026, standing="non_poor", document_number="120/QĐ-UBND", **line),
            ],
        )
        for n, before in enumerate(("poor", "near_poor"))
    ]
    head = replace(MEMBER, name=NAMES[0])
    members = {papers[0].id: [head, replace(MEMBER, name="Hồ Văn Ửng", relation="Con đẻ")]}
    heads = {papers[0].id: HeadTold("Kinh", "046161000001", "06/05/2021", "Xóm 2", is_home=True)}
    return certificates_paper(papers, {"d": signed()}, {VILLAGE: AREA}, members, heads)


def test_a_certificate_has_a_line_a_year_the_members_and_a_page_of_its_own():
    first, second = pages_of(two_certificates())

    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "0007/GCN-HN.HCN",
        "99/QĐ-UBND",
        "Đã thoát nghèo",
        "Dân tộc: Kinh Số CCCD/CMND: 046161000001 Ngày cấp: 06/05/2021",
        "Nơi thường trú: Xóm 2, Thôn 4 - Tân An, xã Lộc Bình",
        "Con đẻ",
        "Xóm 2",
    ):
        assert words in first
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "0008/GCN-HN.HCN", "Đã thoát cận nghèo"):
        assert words in second
    assert ("Ngày cấp: ....." in second, "Nơi thường trú: ....." in second) == (True, True)
    assert (first.count("GIẤY CHỨNG NHẬN"), second.count("GIẤY CHỨNG NHẬN")) == (1, 1)


def test_the_paper_of_a_period_has_a_stamped_line_a_year_and_is_the_same_when_it_is_made_again():
    def line(year: int, standing: str) -> CertificateLine:
        number, on = f"{year}/QĐ-UBND", date(year, 12, 9)
        return CertificateLine(
            year=year,
            standing=standing,
            document_number=number,
            signed_on=on,
            decision_id=f"d{year}",
            submission_key="f",
        )

    told = ("poor", "poor", "near_poor", "non_poor", "poor")
    lines = [line(year, standing) for year, standing in zip(range(2016, 2021), told, strict=True)]
    paper = Certificate(id="0123456789", number=7, head_name=NAMES[0], village_path=VILLAGE, lines=lines)

    made = [certificates_paper([paper], {"d2020": signed()}, {VILLAGE: AREA}, {}, {}) for _ in range(2)]

    words = ("Hộ nghèo", "Hộ nghèo", "Hộ cận nghèo", "Đã thoát cận nghèo", "Hộ nghèo")
    said = text_of(made[0])
    for year, word in zip(range(2016, 2021), words, strict=True):
        assert f"{year} {word} {year}/QĐ-UBND" in said
    assert "Căn cứ Quyết định số 2020/QĐ-UBND, ngày 09 tháng 12 năm 2020" in said
    assert (made[0].hashed, to_pdf(made[0])) == (made[1].hashed, to_pdf(made[1]))


def test_a_head_is_named_by_the_form_then_the_register_then_his_application():
    issued = date(2021, 5, 6)
    paper = Certificate(id="c", head_name=NAMES[0], address="Xóm 2")
    shown = IdentityPaper(PaperKind.CCCD, "046161000001", issued_on=issued)
    of_register = Person("p", NAMES[0], VILLAGE, AT, "x", ethnic_group="02", papers=(shown,))
    asked = Application(
        applicant=NAMES[0],
        identity="046161000002",
        issued_on=issued,
        ethnic_group="03",
        permanent_address="Xã Vinh Hiền",
    )
    form = replace(MEMBER, name=NAMES[0], people="Kinh")

    (known,) = members_of_register([of_register])
    assert (known.name, known.relation, known.identity, known.people) == (NAMES[0], "", "046161000001", "Tày")
    whole = head_told(paper, [form], [of_register], [asked], None)
    assert whole == HeadTold("Kinh", "046161000001", "06/05/2021", "Xã Vinh Hiền")
    assert masked_head(whole).identity == "•••••••••001"
    assert head_told(paper, [], [of_register], [], None) == HeadTold(
        "Tày", "046161000001", "06/05/2021", "Xóm 2", is_home=True
    )
    assert head_told(paper, [], [], [asked], None) == HeadTold("Thái", "046161000002", "06/05/2021", "Xã Vinh Hiền")
    assert head_told(paper, [replace(form, identity="046161000003")], [], [asked], None).issued_on == ""
    assert head_told(Certificate(head_name="x"), [], [], [asked], None) == HeadTold()
