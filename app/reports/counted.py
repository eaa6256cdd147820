"""The reports that count, R1 to R13: their columns, and what they say of what nobody told. Source: templates, 11."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.reports.table import Column, Place, ReportTable, Value, counted, share
from registry.rules.ethnic_groups import name_of_group
from review.rules.report_counts import KINH, POPULATION, Tally

POOR, NEAR = "poor", "near_poor"
LISTS = {POOR: "hộ nghèo", NEAR: "hộ cận nghèo"}
HOUSEHOLDS, PEOPLE = "Hộ", "Nhân khẩu"
Told = Callable[[Tally], Value]

_FLOWS = {
    POOR: (
        ("Số đầu kỳ", ""),
        ("Thoát nghèo - trở thành hộ cận nghèo", "Giảm trong kỳ"),
        ("Thoát nghèo - vượt chuẩn cận nghèo", "Giảm trong kỳ"),
        ("Số khác", "Giảm trong kỳ"),
        ("Hộ cận nghèo trở thành hộ nghèo", "Tăng trong kỳ"),
        ("Tái nghèo", "Tăng trong kỳ"),
        ("Phát sinh mới", "Tăng trong kỳ"),
        ("Số khác", "Tăng trong kỳ"),
        ("Số cuối kỳ", ""),
    ),
    NEAR: (
        ("Số đầu kỳ", ""),
        ("Trở thành hộ nghèo", "Giảm trong kỳ"),
        ("Vượt chuẩn cận nghèo", "Giảm trong kỳ"),
        ("Số khác", "Giảm trong kỳ"),
        ("Hộ nghèo trở thành hộ cận nghèo", "Tăng trong kỳ"),
        ("Tái cận nghèo", "Tăng trong kỳ"),
        ("Phát sinh mới", "Tăng trong kỳ"),
        ("Số khác", "Tăng trong kỳ"),
        ("Số cuối kỳ", ""),
    ),
}
_FLOW_NOTE = (
    "(9) = (1) - (2) - (3) - (4) + (5) + (6) + (7) + (8). Số khác: thay đổi nhân khẩu, hộ đơn thân chết, chuyển đi, "
    "chuyển đến, tách, nhập hộ."
)
_NO_LOCAL_GROUPS = "Dân tộc tại chỗ: chưa có danh mục dân tộc tại chỗ của tỉnh, các cột này để trống."
_OF_HEAD = "Hộ tính theo dân tộc của chủ hộ, nhân khẩu theo dân tộc của từng người, như Phiếu B đã ghi."


@dataclass(frozen=True, slots=True)
class Names:
    """Words that come from the forms and the rule set: indicators by code, causes by code; two_lines: poor by income
    and by deprivation are told apart; has_nutrition: whether the forms ask what children weigh."""

    indicators: Mapping[str, str]
    causes: Mapping[str, str]
    two_lines: bool
    has_nutrition: bool


def reports(official: bool, places: Sequence[Place], names: Names) -> list[ReportTable]:
    """All that count, in their order."""
    how = "CHÍNH THỨC" if official else "SƠ BỘ"
    found = [_results(how, places, names)]
    found += [_flow(code, kind, places) for code, kind in (("R2", POOR), ("R3", NEAR))]
    for code, rates, kind in (("R4", "R5", POOR), ("R6", "R7", NEAR)):
        found.append(_lacks(code, kind, places, names, rates=False))
        found.append(_lacks(rates, kind, places, names, rates=True))
    found.append(_groups(places))
    found += [_ethnic(kind, places) for kind in LISTS]
    found += [_causes(kind, places, names) for kind in LISTS]
    found.append(_children(places, names))
    found += [_many_sided(code, kind, places) for code, kind in (("R12", POOR), ("R13", NEAR))]
    return found


def count(name: str) -> Told:
    """A number that is nought where nobody counts; of the population None where nobody told."""
    return (lambda tally: tally.get(name)) if name in POPULATION else (lambda tally: tally.get(name, 0))


def rate(part: str, whole: str) -> Told:
    return lambda tally: share(count(part)(tally), count(whole)(tally))


def unknown(_: Tally) -> Value:
    """A column for which no form has a question."""
    return None


def _results(how: str, places: Sequence[Place], names: Names) -> ReportTable:
    total = "Tổng số hộ dân cư tại thời điểm rà soát"
    columns = [Column("Số hộ", count("pop.h"), total), Column("Nhân khẩu", count("pop.p"), total)]
    for what, group in (("h", "Về hộ"), ("p", "Về nhân khẩu")):
        for kind, title in ((POOR, "Hộ nghèo"), (NEAR, "Hộ cận nghèo")):
            columns.append(Column(title, count(f"{kind}.{what}"), group))
            columns.append(Column("Tỷ lệ %", rate(f"{kind}.{what}", f"pop.{what}"), group))
        columns += [Column("Mức sống trung bình", unknown, group), Column("Tỷ lệ %", unknown, group)]
    if names.two_lines:
        apart = "Trong đó hộ nghèo"
        columns.append(Column("Về thu nhập", count("poor.sub.poor_income.h"), apart))
        columns.append(Column("Về thiếu hụt", count("poor.sub.poor_deprived.h"), apart))
    notes = [
        "Tỷ lệ tính trên tổng số hộ, tổng số nhân khẩu của địa bàn: (4) = (3)/(1)*100, (10) = (9)/(2)*100.",
        "Hộ có mức sống trung bình xác định theo thu nhập kê khai; đợt này không có phiếu kê khai, các cột để trống.",
    ]
    if any("pop.h" not in one.tally for one in places):
        notes.append("Có thôn chưa khai tổng số hộ dân cư: các tổng và tỷ lệ liên quan để trống.")
    title = (
        f"TỔNG HỢP KẾT QUẢ ({how}) RÀ SOÁT HỘ NGHÈO; HỘ CẬN NGHÈO; HỘ LÀM NÔNG, LÂM, NGƯ NGHIỆP CÓ MỨC SỐNG TRUNG BÌNH"
    )
    return counted("R1", title, columns, places, notes=notes)


def _flow(code: str, kind: str, places: Sequence[Place]) -> ReportTable:
    def columns(what: str) -> list[Column]:
        return [
            Column(title, count(f"flow.{kind}.{what}.{number}"), group)
            for number, (title, group) in enumerate(_FLOWS[kind], start=1)
        ]

    title = f"TỔNG HỢP DIỄN BIẾN {LISTS[kind].upper()}"
    kinds = ((HOUSEHOLDS, columns("h")), (PEOPLE, columns("p")))
    return counted(code, title, (), places, kinds=kinds, notes=[_FLOW_NOTE])


def _lacks(code: str, kind: str, places: Sequence[Place], names: Names, *, rates: bool) -> ReportTable:
    group = "Tỷ lệ % hộ thiếu hụt từng chỉ số" if rates else "Số hộ thiếu hụt từng chỉ số"
    columns = [Column("Tổng số hộ", count(f"{kind}.h")), Column("Tổng số thiếu hụt", count(f"{kind}.lacks"))]
    for item, title in names.indicators.items():
        name = f"{kind}.lack.{item}"
        columns.append(Column(title, rate(name, f"{kind}.h") if rates else count(name), group))
    head = "TỶ LỆ" if rates else "PHÂN TÍCH CÁC CHỈ SỐ"
    title = f"{head} THIẾU HỤT DỊCH VỤ XÃ HỘI CƠ BẢN CỦA {LISTS[kind].upper()}"
    return counted(code, title, columns, places)


def _groups(places: Sequence[Place]) -> ReportTable:
    def columns(what: str, suffix: str) -> list[Column]:
        told = [
            ("Tổng số", what),
            ("Dân tộc thiểu số", f"minority.{suffix}"),
            ("Không có khả năng lao động", f"no_labour.{suffix}"),
            ("Có người có công", f"merit.{suffix}"),
            ("Khác", f"none.{suffix}"),
        ]
        return [Column(title, count(f"{kind}.{name}"), f"H{LISTS[kind][1:]}") for kind in LISTS for title, name in told]

    without = sum(one.tally.get(f"{kind}.unprofiled.h", 0) for one in places if not one.is_total for kind in LISTS)
    notes = ["Một hộ có thể thuộc nhiều nhóm; “Khác” là hộ không thuộc nhóm nào trong ba nhóm."]
    if without:
        notes.append(
            f"{without} hộ chưa có Phiếu C được duyệt: chưa biết khả năng lao động, người có công, không tính vào "
            "các cột ấy và cột “Khác”."
        )
    title = "PHÂN TÍCH HỘ NGHÈO, HỘ CẬN NGHÈO THEO CÁC NHÓM ĐỐI TƯỢNG"
    kinds = ((HOUSEHOLDS, columns("h", "h")), (PEOPLE, columns("p", "of.p")))
    return counted("R8", title, (), places, kinds=kinds, notes=notes)


def _ethnic(kind: str, places: Sequence[Place]) -> ReportTable:
    def groups_in(tally: Tally) -> set[str]:
        return {name.split(".")[2] for name in tally if name.startswith(f"{kind}.ethnic.")}

    there = sorted(set().union(*(groups_in(one.tally) for one in places)) - {"", KINH})

    def columns(what: str) -> list[Column]:
        def minority(tally: Tally) -> Value:
            return sum(tally.get(f"{kind}.ethnic.{code}.{what}", 0) for code in there)

        return [
            Column("Tổng số", count(f"{kind}.{what}")),
            Column("Kinh", count(f"{kind}.ethnic.{KINH}.{what}")),
            Column("Dân tộc thiểu số", minority),
            *(Column(name_of_group(code), count(f"{kind}.ethnic.{code}.{what}"), "Trong đó") for code in there),
            Column("Chưa ghi", count(f"{kind}.ethnic..{what}")),
        ]

    title = "PHÂN TÍCH HỘ NGHÈO, HỘ CẬN NGHÈO THEO DÂN TỘC"
    kinds = ((HOUSEHOLDS, columns("h")), (PEOPLE, columns("p")))
    return counted("R9", title, (), places, part=f"H{LISTS[kind][1:]}", kinds=kinds, notes=[_OF_HEAD])


def _causes(kind: str, places: Sequence[Place], names: Names) -> ReportTable:
    columns = [Column("Tổng số hộ", count(f"{kind}.h")), Column("Đã có Phiếu C", _profiled(kind))]
    columns += [Column(title, count(f"{kind}.cause.{code}"), "Nguyên nhân") for code, title in names.causes.items()]
    notes = ["Một hộ có thể có nhiều nguyên nhân: các cột không cộng thành tổng số hộ. Theo Phiếu C đã duyệt."]
    if not names.causes:
        notes.append("Chưa có Phiếu C nào được duyệt trong đợt này.")
    title = "PHÂN TÍCH HỘ NGHÈO, HỘ CẬN NGHÈO THEO NGUYÊN NHÂN NGHÈO"
    return counted("R10", title, columns, places, part=f"H{LISTS[kind][1:]}", notes=notes)


def _profiled(kind: str) -> Told:
    return lambda tally: tally.get(f"{kind}.h", 0) - tally.get(f"{kind}.unprofiled.h", 0)


def _children(places: Sequence[Place], names: Names) -> ReportTable:
    columns = []
    for kind, words in LISTS.items():
        group = f"H{words[1:]}"
        nutrition = count(f"{kind}.children.nutrition") if names.has_nutrition else unknown
        columns += [
            Column("Tổng số trẻ em", count(f"{kind}.children"), group),
            Column("Y tế: bảo hiểm", count(f"{kind}.children.health_insurance"), group),
            Column("Y tế: dinh dưỡng", nutrition, group),
            Column("Giáo dục", count(f"{kind}.children.child_school"), group),
        ]
    notes = ["Trẻ em: dưới 16 tuổi vào ngày phỏng vấn. Thiếu hụt theo điều kiện của từng chỉ số B2, tính cho từng trẻ."]
    if not names.has_nutrition:
        notes.append("Phiếu B của giai đoạn này không hỏi dinh dưỡng: cột để trống.")
    title = "PHÂN TÍCH CÁC CHỈ TIÊU THIẾU HỤT CỦA TRẺ EM THUỘC HỘ NGHÈO, HỘ CẬN NGHÈO"
    return counted("R11", title, columns, places, notes=notes)


def _many_sided(code: str, kind: str, places: Sequence[Place]) -> ReportTable:
    words = LISTS[kind]
    general, listed = "chung", words
    minority_of = f"{kind}.minority.h"

    def less(whole: str, part: str) -> Told:
        def told(tally: Tally) -> Value:
            both = tally.get(whole), tally.get(part)
            return None if None in both else (both[0] or 0) - (both[1] or 0)

        return told

    def minority_people(tally: Tally) -> Value:
        begins = f"{kind}.ethnic."
        known = (name for name in tally if name.startswith(begins) and name.endswith(".p"))
        return sum(tally[name] for name in known if name.split(".")[2] not in ("", KINH))

    columns: list[Column] = []
    for what, name in (("Hộ dân cư", "h"), ("Nhân khẩu", "p")):
        group = f"{what} {general}"
        columns += [
            Column("Tổng số", count(f"pop.{name}"), group),
            Column("Kinh", less(f"pop.{name}", f"pop.minority.{name}"), group),
            Column("DTTS", count(f"pop.minority.{name}"), group),
            Column("DT tại chỗ", unknown, group),
        ]
    group = f"H{listed[1:]}"
    columns += [
        Column("Tổng số", count(f"{kind}.h"), group),
        Column("Kinh", count(f"{kind}.kinh.h"), group),
        Column("DTTS", count(minority_of), group),
        Column("DT tại chỗ", unknown, group),
        Column("CSCC", count(f"{kind}.merit.h"), "Trong đó"),
        Column("KCKNLĐ", count(f"{kind}.no_labour.h"), "Trong đó"),
        Column("Chủ hộ là nữ", count(f"{kind}.woman.h"), "Trong đó"),
        Column("Tổng số", count(f"{kind}.p"), f"Nhân khẩu {words}"),
        Column("Kinh", count(f"{kind}.ethnic.{KINH}.p"), f"Nhân khẩu {words}"),
        Column("DTTS", minority_people, f"Nhân khẩu {words}"),
        Column("DT tại chỗ", unknown, f"Nhân khẩu {words}"),
        Column("Chung", rate(f"{kind}.h", "pop.h"), "Tỷ lệ %"),
        Column("DTTS", rate(minority_of, "pop.minority.h"), "Tỷ lệ %"),
        Column("DT tại chỗ", unknown, "Tỷ lệ %"),
    ]
    notes = [
        "(20) = (9)/(1)*100; (21) = (11)/(3)*100; (22) = (12)/(4)*100. CSCC: hộ có người có công; KCKNLĐ: hộ không có "
        "khả năng lao động (theo Phiếu C đã duyệt).",
        f"{_OF_HEAD} {_NO_LOCAL_GROUPS}",
    ]
    return counted(code, f"TỔNG HỢP {words.upper()} THEO CHUẨN NGHÈO ĐA CHIỀU", columns, places, notes=notes)
