"""R14 and R15: the households of a list with their members, a line for each person. Source: templates, 11.

No identity numbers, no health: name, year of birth, relation, group, how the household came to the list, its support.
"""

from collections.abc import Callable, Iterable, Mapping

from app.reports.counted import LISTS, POOR
from app.reports.table import Line, ReportTable, Value
from registry.rules.ethnic_groups import name_of_group
from review.rules.report_counts import WOMAN, Household, Person

_YES = "x"
_SUPPORT = (("1", "Y tế"), ("2", "Giáo dục"), ("3", "Sản xuất"), ("4", "Tín dụng"), ("5", "Nhà ở"), ("6", "Khác"))
_ARRIVALS = (("new", "Mới"), ("back", "Tái"), ("stayed", "Cũ"))
_TITLES = (
    ("Năm sinh", "Nam"),
    ("Năm sinh", "Nữ"),
    ("", "Dân tộc"),
    ("", "Quan hệ với chủ hộ"),
    *(("Chia theo", title) for _, title in _ARRIVALS),
    ("", "Hộ CSCC"),
    ("", "Hộ DTTC"),
    ("", "Hộ KCKNLĐ"),
    *(("Chính sách đã hưởng", title) for _, title in _SUPPORT),
)
_WIDTHS = (0.8, 0.8, 1.1, 1.5, 0.6, 0.6, 0.6, 0.7, 0.7, 1.15, 0.7, 0.8, 0.8, 0.8, 0.7, 0.7)
_NOTES = (
    "CSCC: hộ có người có công; KCKNLĐ: hộ không có khả năng lao động; chính sách đã hưởng: theo Phiếu C đã duyệt.",
    "DTTC (dân tộc tại chỗ): chưa có danh mục của tỉnh, cột để trống.",
)


def listed(
    kind: str, households: Iterable[Household], villages: Mapping[str, str], relation: Callable[[str], str]
) -> ReportTable:
    """kind: poor or near_poor. villages: names by path. relation: words of a relation's code."""
    lines: list[Line] = []
    village, person = None, 0
    for number, one in enumerate(households, start=1):
        if one.village != village:
            village = one.village
            lines.append(Line(("", "", villages.get(village, village)), (None,) * len(_TITLES), is_total=True))
        for place, member in enumerate(one.members or _nobody(one)):
            person += 1
            first = place == 0
            told = (str(number) if first else "", str(person), member.name)
            lines.append(Line(told, (*_person(member, relation), *_household(one, first=first))))
    return ReportTable(
        code="R14" if kind == POOR else "R15",
        title=f"DANH SÁCH CHI TIẾT {LISTS[kind].upper()}",
        part="",
        first=("STT chủ hộ", "STT thành viên", "Họ tên chủ hộ và thành viên; thôn"),
        first_widths=(0.8, 0.9, 2.8),
        titles=_TITLES,
        widths=_WIDTHS,
        lines=tuple(lines),
        notes=_NOTES,
    )


def _person(member: Person, relation: Callable[[str], str]) -> tuple[Value, ...]:
    is_woman = member.sex == WOMAN
    born = ("", member.born) if is_woman else (member.born, "")
    return (*born, name_of_group(member.ethnic_group), relation(member.relation))


def _household(one: Household, *, first: bool) -> tuple[Value, ...]:
    """On the line of its first member alone."""
    if not first:
        return ("",) * (len(_TITLES) - 4)
    support = one.profile.support if one.profile else ()
    return (
        *(_YES if one.arrival == code else "" for code, _ in _ARRIVALS),
        _YES if one.has_merit else "",
        "",
        _YES if one.has_no_labour else "",
        *(_YES if code in support else "" for code, _ in _SUPPORT),
    )


def _nobody(one: Household) -> tuple[Person, ...]:
    """A household whose form tells of no members: its head alone."""
    return (Person(one.head_name, "", "", "", ""),)
