"""Giấy đề nghị (Mẫu số 01 and 04, Phụ lục 1a and 1b) as it was entered or blank, and its receipt. Vietnamese; A4.

The same entry gives the same paper: no clock is asked. Source: templates, section 2.
"""

from collections.abc import Sequence
from datetime import date

from app.documents.paper import Align, Block, CellLike, Columns, Paper, Para, Run, Section, Table, b, centred, i, left
from app.documents.paper_words import (
    birth_told,
    commune_of,
    day_told,
    dotted,
    heading,
    of_the_committee,
    place_and_day,
    signatures,
    titled,
    village_of,
)
from registry.models import Area
from registry.rules.birth import is_day, year_of
from registry.rules.ethnic_groups import name_of_group
from registry.rules.identity import PaperKind, read_number
from review.application_models import Application, ApplicationMember
from review.rules.application import ApplicationKind, Channel, Work
from review.rules.procedures import ApplicationForms

_SUBJECTS = {
    ("work", ApplicationKind.ENTRY): "Rà soát hộ nghèo, hộ cận nghèo",
    ("occupation", ApplicationKind.ENTRY): "Xét duyệt bổ sung hộ nghèo, hộ cận nghèo",
    ("work", ApplicationKind.EXIT): "Công nhận hộ thoát nghèo, hộ thoát cận nghèo",
    ("occupation", ApplicationKind.EXIT): "Công nhận hộ thoát nghèo, hộ thoát cận nghèo",
}
CHANNELS = {Channel.DIRECT: "trực tiếp", Channel.POST: "qua bưu chính", Channel.ONLINE: "trực tuyến"}
_WORK = {Work.WORKING: "Có việc làm", Work.NOT_WORKING: "Không có việc làm", Work.SCHOOL: "Đang đi học"}
_SEX = {"male": "1", "female": "2"}
_SEX_ASKED = "Giới tính (1: Nam; 2: Nữ)"
_EMPTY_LINES = 6
_LINE, _LONG, _SHORT = 138, 105, 12
_TICKED, _OPEN = "■", "□"


def application_paper(
    form: ApplicationForms, kind: str, area: Sequence[Area], told: Application | None, *, identity: str, by: str = ""
) -> Paper:
    """told: None is a blank one, to be filled by hand. identity: the number as whoever prints it may see it. by: who
    received it."""
    one = told or Application(kind=kind)
    name = form.entry if kind == ApplicationKind.ENTRY else form.exit
    blocks: list[Block] = [
        Para((i(name),), "right", 12),
        centred(b("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), size=12),
        centred(Run("Độc lập - Tự do - Hạnh phúc", "bu"), size=13),
        *titled("GIẤY ĐỀ NGHỊ", _SUBJECTS[form.member_column, ApplicationKind(kind)]),
        centred(f"Kính gửi: Chủ tịch Ủy ban nhân dân {commune_of(area)}", before=3),
        *_writer(one, form, identity),
        *([_listed(one)] if kind == ApplicationKind.EXIT else []),
        left(b("Thông tin các thành viên của hộ:"), is_sticky=True),
        _members(one.members, form.member_column),
        left(b("Lý do đề nghị: "), dotted(one.reason, _LONG)),
        *(() if one.reason else (left("." * _LINE),) * 2),
        Columns(
            (
                _received(told, by),
                (
                    centred(i(place_and_day("....................", None)), size=12),
                    centred(b("NGƯỜI VIẾT ĐƠN")),
                    centred(i("(Ký, ghi rõ họ tên)")),
                    centred(b(one.applicant or ""), before=18),
                ),
            ),
            (1, 1),
            before=3,
        ),
    ]
    return Paper(f"Giấy đề nghị ({name})", (Section(tuple(blocks)),), (one.id or "")[:8])


def application_receipt(form: ApplicationForms, told: Application, area: Sequence[Area], *, by: str) -> Paper:
    """Giấy tiếp nhận: number, day, how it came, until when it is answered. No identity number stands on it."""
    name = form.entry if told.kind == ApplicationKind.ENTRY else form.exit
    lines: tuple[tuple[str, Run | str], ...] = (
        ("Số tiếp nhận:", b(number_told(told))),
        ("Ngày nhận:", f"{day_told(told.received_on)} ({CHANNELS[Channel(told.channel)]})"),
        ("Người đề nghị:", told.applicant),
        ("Hộ gia đình:", f"{told.head_name} (mã hộ {told.household_code}), {village_of(area)}"),
        ("Nội dung:", f"{_SUBJECTS[form.member_column, ApplicationKind(told.kind)].lower()} ({name})"),
        ("Lý do:", told.reason),
        ("Người tiếp nhận:", by),
        ("Hạn trả kết quả:", b(day_told(told.due_on))),
    )
    blocks: tuple[Block, ...] = (
        heading(of_the_committee(area, on=told.received_on), place_and_day(commune_of(area), told.received_on)),
        *titled("GIẤY TIẾP NHẬN", "Giấy đề nghị rà soát, công nhận hộ nghèo, hộ cận nghèo"),
        Table((45, 120), (), lines, ("left", "left"), size=13, is_ruled=False),
        left(i("Giấy này lập thành 02 bản: 01 bản giao người đề nghị, 01 bản lưu tại nơi tiếp nhận."), size=12),
        signatures(("Người nộp", ""), ("Người tiếp nhận", by)),
    )
    return Paper("Giấy tiếp nhận giấy đề nghị", (Section(blocks),), told.id[:8])


def number_told(told: Application) -> str:
    """As the register counts: anew each year."""
    return f"{told.number:04d}/{told.year}"


def _writer(one: Application, form: ApplicationForms, identity: str) -> tuple[Para, ...]:
    is_old = form.member_column == "occupation"
    people = name_of_group(one.ethnic_group) if one.ethnic_group else ""
    named = (
        left("Họ và tên: ", b(one.applicant) if one.applicant else dotted("", 50), f"   {_SEX_ASKED}: ",
             dotted(_SEX.get(one.sex, ""), 4), before=3),
        left(_born(one.birth), "   Dân tộc: ", dotted(people, 60)),
    )  # fmt: skip
    issued = dotted(f"{one.issued_on:%d/%m/%Y}" if one.issued_on else "", _SHORT)
    if is_old:
        number = read_number(one.identity or "")
        personal = identity if number is not None and number.kind is PaperKind.CCCD else ""
        papers: tuple[Para, ...] = (
            left("Số định danh cá nhân (nếu có): ", dotted(personal, 30)),
            left("Số CMTND/Thẻ CCCD: ", dotted(identity, 20), "   Ngày cấp: ", issued, "   Nơi cấp: ",
                 dotted(one.issued_by, 20)),
        )  # fmt: skip
        places = ("Nơi đăng ký hộ khẩu thường trú: ", "Chỗ ở hiện tại: ")
    else:
        papers = (left("Số CCCD/CMND: ", dotted(identity, 30), "   Ngày cấp: ", issued),)
        places = ("Nơi thường trú: ", "Nơi ở hiện tại: ")
    dots = _LONG - max(0, len(places[0]) - len("Nơi ở hiện tại: "))
    lives = (left(places[0], dotted(one.permanent_address, dots)), left(places[1], dotted(_lives(one), _LONG)))
    return (*named, *papers, *lives)


def _lives(one: Application) -> str:
    return one.current_address or one.address or ""


def _born(birth: str) -> str:
    """Days are told as far as they are known."""
    if birth and is_day(birth):
        return f"Sinh {day_told(date.fromisoformat(birth))}"
    month = birth[5:7] if len(birth or "") == len("1938-05") else "....."
    return f"Sinh ngày ..... tháng {month} năm {year_of(birth or '') or '.......'}"


def _listed(one: Application) -> Para:
    poor, near = (_TICKED if one.listed_as == kind else _OPEN for kind in ("poor", "near_poor"))
    since, until = (str(year) if year else "........" for year in (one.listed_from, one.listed_until))
    return left(f"Là hộ nghèo {poor}   hộ cận nghèo {near}   từ năm {since} đến năm {until}")


def _members(members: Sequence[ApplicationMember], last: str) -> Table:
    told = [_line(place, one, last) for place, one in enumerate(members, start=1)]
    if last == "occupation":
        head: tuple[CellLike, ...] = ("Số TT", "Họ và tên", "Năm sinh", "Quan hệ với chủ hộ", "Nghề nghiệp")
        widths: tuple[float, ...] = (0.7, 3.4, 1.2, 2, 2.4)
        aligns: tuple[Align, ...] = ("center", "left", "center", "left", "left")
    else:
        asked = (_SEX_ASKED, "Ngày, tháng, năm sinh", "Quan hệ với chủ hộ", "Tình trạng")
        head = ("TT", "Họ và tên", *asked)
        widths = (0.7, 3.2, 1.2, 1.8, 1.8, 2.2)
        aligns = ("center", "left", "center", "center", "left", "left")
    empty = ("\n\n", *("" for _ in head[1:]))
    rows = told or [empty] * _EMPTY_LINES
    note = "Tình trạng: có việc làm, không có việc làm, đang đi học."
    closing = (left(i(note), size=11),) if last != "occupation" else ()
    return Table(widths, (head,), tuple(rows), aligns, closing=closing)


def _line(place: int, one: ApplicationMember, last: str) -> tuple[CellLike, ...]:
    if last == "occupation":
        return (place, one.name, str(year_of(one.birth) or ""), one.relation, one.occupation)
    work = _WORK[Work(one.work)] if one.work else ""
    return (place, one.name, _SEX.get(one.sex, ""), birth_told(one.birth), one.relation, work)


def _received(told: Application | None, by: str) -> tuple[Para, ...]:
    """What the office adds: number, when, how, who, until when."""
    number = number_told(told) if told else ""
    lines = (
        ("Số tiếp nhận: ", dotted(number, _SHORT)),
        ("Ngày nhận: ", dotted(f"{told.received_on:%d/%m/%Y}" if told else "", _SHORT)),
        ("Hình thức: ", dotted(CHANNELS[Channel(told.channel)] if told else "", _SHORT)),
        ("Người nhận: ", dotted(by, 24)),
        ("Hạn trả kết quả: ", dotted(f"{told.due_on:%d/%m/%Y}" if told else "", _SHORT)),
    )
    return (left(b("Phần ghi của nơi tiếp nhận"), size=11), *(left(*line, size=11) for line in lines))
