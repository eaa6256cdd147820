"""Papers of a village: the minutes of its meeting, the list that is posted, the record of its end. Vietnamese; A4.

The same facts give the same paper: no clock is asked. Source: templates, 5 and 6.
"""

from collections.abc import Sequence

from app.documents.drawn_code import drawn_code
from app.documents.paper import Block, CellLike, Paper, Para, Section, Table, b, centred, i, left, para
from app.documents.paper_words import (
    class_of,
    commune_of,
    counts_of,
    counts_told,
    day_told,
    heading,
    households_told,
    in_a_sentence,
    list_ends,
    number_told,
    of_the_committee,
    of_the_village,
    people_of,
    per_cent,
    place_and_day,
    signatures,
    signed,
    titled,
    village_of,
)
from registry.models import Area
from review.models import Meeting, MinutesVersion, MinutesVote, Posting

OPINIONS = {"agreed": "Thống nhất", "not_agreed": "Không thống nhất, rà soát lại"}
BODIES = {
    "committee": "đại diện Ban Chỉ đạo rà soát cấp xã",
    "organisations": "đại diện tổ chức Đảng, đoàn thể",
    "front": "đại diện Mặt trận Tổ quốc Việt Nam cấp xã",
    "enumerators": "rà soát viên",
}
PLACES = {
    "village_house": "nhà văn hóa thôn",
    "commune_office": "trụ sở Ủy ban nhân dân xã",
    "loudspeaker": "hệ thống truyền thanh",
}


_COPIES = ("Bản thứ nhất: lưu ở thôn", "Bản thứ hai: gửi Ban Chỉ đạo rà soát cấp xã")


def minutes_paper(meeting: Meeting, area: Sequence[Area]) -> Paper:
    """Biên bản họp thôn (Annex V) in its two copies, of the version in force.

    area: from the province down to the village.
    """
    version = meeting.minutes[-1]
    agreed = [one for one in version.votes if one.opinion == "agreed"]
    count, listed = len(meeting.minutes), len(version.votes)
    corrected = f"(bản sửa lần {count - 1}, thay bản trước: {version.reason})"
    guests = f" Khách mời: {version.guests}." if version.guests else ""
    of_bodies = [_body(version, one) for one in BODIES]
    share = per_cent(version.households, listed) or "0"
    blocks: tuple[Block, ...] = (
        heading(of_the_village(area), place_and_day(village_of(area), version.held_on)),
        *titled("BIÊN BẢN", "Kết quả họp dân để thống nhất kết quả rà soát hộ nghèo, hộ cận nghèo"),
        *([centred(i(corrected))] if count > 1 else []),
        para(
            f"Hôm nay, {day_told(version.held_on)}, tại {version.place}, {in_a_sentence(village_of(area))} đã tổ chức "
            f"cuộc họp (lần {meeting.number}) thống nhất kết quả rà soát hộ nghèo, hộ cận nghèo trên địa bàn.",
            before=3,
        ),
        para(b("1. Chủ trì cuộc họp: "), _with_title(version.chair, version.chair_title)),
        para(b("2. Thư ký cuộc họp: "), _with_title(version.secretary, version.secretary_title)),
        para(
            b("3. Thành phần tham gia: "),
            f"{number_told(version.present)} người dự họp; trong đó {'; '.join(of_bodies[:-1])}; đại diện "
            f"{number_told(version.households)} hộ gia đình trên tổng số {number_told(listed)} hộ gia đình có tên "
            f"trong danh sách đưa ra họp, chiếm tỷ lệ {share}%; {of_bodies[-1]}.{guests}",
        ),
        para(b("4. Nội dung: "), "cuộc họp nghe kết quả rà soát của từng hộ và cho ý kiến như sau."),
        Table(
            (0.65, 2.7, 1.75, 1.75, 0.75, 0.75, 1.1, 1.2, 0.95, 2.55),
            (
                (
                    "TT",
                    "Chủ hộ",
                    "Phân loại đầu kỳ",
                    "Kết quả rà soát",
                    "B1",
                    "B2",
                    "Đồng ý",
                    "Không",
                    "Tỷ lệ %",
                    "Kết quả họp",
                ),
            ),
            tuple(_vote(place, one, version.present) for place, one in enumerate(version.votes, start=1)),
            (*("center", "left", "left", "left"), *("center",) * 5, "left"),
            closing=(
                para(
                    b("5. Kết quả: "),
                    f"cuộc họp thống nhất {households_told(len(agreed))}, trong đó "
                    f"{counts_told(counts_of(agreed))}; số hộ phải rà soát lại: {number_told(listed - len(agreed))}.",
                ),
                para(f"Cuộc họp kết thúc vào {_hour(version.ended_at)} cùng ngày."),
                para(
                    "Biên bản được lập thành 02 bản: 01 bản lưu ở thôn, 01 bản gửi Ban Chỉ đạo rà soát cấp xã. "
                    "Biên bản đã được đọc cho những người dự họp cùng nghe và thống nhất ký tên."
                ),
                signatures(
                    ("Chủ trì", version.chair), ("Thư ký", version.secretary), ("Đại diện hộ dân", version.witness)
                ),
            ),
        ),
    )
    copies = tuple(Section((Para((i(one),), "right", 12), *blocks), is_apart=True) for one in _COPIES)
    return Paper("Biên bản họp thôn", copies, f"{meeting.id[:8]}-{count}")


def posted_paper(posting: Posting, area: Sequence[Area], *, address: str) -> Paper:
    """Thông báo niêm yết with its list. address: of the page for everybody, which the code opens."""
    since, until, total = posting.since, posting.until, len(posting.rows)
    village = in_a_sentence(village_of(area))
    period = "từ khi niêm yết xong nơi cuối cùng."
    if since and until:
        period = f"từ {day_told(since)} đến hết {day_told(until)}."
    places = "; ".join(PLACES[one.kind] + (f" ({one.words})" if one.words else "") for one in posting.places)
    people = sum(one.members_count or 0 for one in posting.rows)
    blocks: tuple[Block, ...] = (
        heading(of_the_committee(area, on=since, number="........./TB-UBND"), place_and_day(commune_of(area), since)),
        *titled("THÔNG BÁO", "Niêm yết công khai kết quả rà soát hộ nghèo, hộ cận nghèo", village_of(area)),
        para(
            i(f"Căn cứ kết quả cuộc họp thống nhất kết quả rà soát hộ nghèo, hộ cận nghèo của {village};"),
            before=3,
        ),
        para(
            b("1. Đối tượng niêm yết: "),
            f"{households_told(total)}, {number_told(people)} nhân khẩu, trong đó "
            f"{counts_told(counts_of(posting.rows), people_of(posting.rows))} (danh sách kèm theo).",
        ),
        para(b("2. Thời gian niêm yết: "), period),
        para(b("3. Địa điểm niêm yết: "), f"{places}."),
        para(
            b("4. Tiếp nhận ý kiến, khiếu nại: "),
            f"Ủy ban nhân dân {commune_of(area)}, "
            f"{f'đến hết {day_told(until)}' if until else 'trong thời gian niêm yết'}, bằng đơn giấy tại trụ sở hoặc "
            "qua trang công khai ghi dưới danh sách. Điện thoại: ..............................",
        ),
        Table(
            (8, 39, 28, 12, 11, 11, 28, 28),
            (("TT", "Họ và tên chủ hộ", "Thôn", "Số khẩu", "B1", "B2", "Phân loại trước", "Kết quả rà soát"),),
            tuple(
                (
                    place,
                    one.head_name,
                    village_of(area),
                    "–" if one.members_count is None else one.members_count,
                    one.b1,
                    one.b2,
                    class_of(one.standing_before),
                    class_of(one.standing),
                )
                for place, one in enumerate(posting.rows, start=1)
            ),
            ("center", "left", "left", "center", "center", "center", "left", "left"),
            size=10.5,
            closing=(
                list_ends(total),
                signed(
                    "TM. ỦY BAN NHÂN DÂN",
                    "CHỦ TỊCH",
                    to=("Các địa điểm niêm yết;", "Lưu: VT."),
                    beside=(
                        drawn_code(address),
                        left("Xem danh sách và cách gửi ý kiến:", size=10),
                        left(address, size=10),
                    ),
                ),
            ),
        ),
    )
    return Paper("Danh sách niêm yết", (Section(blocks),), posting.code)


def _body(version: MinutesVersion, body: str) -> str:
    """Nobody came for a body that the minutes do not name."""
    told = next((one for one in version.delegations if one.body == body), None)
    names = f" ({told.names})" if told and told.names else ""
    return f"{BODIES[body]} {number_told(told.count if told else 0)} người{names}"


def _hour(ended_at: str) -> str:
    hour, _colon, minute = (ended_at or ".......:.......").partition(":")
    return f"{hour} giờ {minute} phút"


def _vote(place: int, one: MinutesVote, present: int) -> tuple[CellLike, ...]:
    words = f": {one.words}" if one.words else ""
    return (
        place,
        one.head_name,
        class_of(one.standing_before),
        class_of(one.standing),
        one.b1,
        one.b2,
        one.agree,
        one.disagree,
        per_cent(one.agree, present),
        OPINIONS[one.opinion] + words,
    )


def _with_title(name: str, title: str) -> str:
    return f"{name}, {title}" if title else name
