"""docs/manual/quy-trinh.md: the procedure as a diagram and a table, from the table that the program itself goes by.

`make manual` writes it anew; a test holds the file to what this makes.
"""

from collections.abc import Iterator
from pathlib import Path

from app.console.words import ROLES, STAGES
from app.i18n import catalogue
from review.rules.stages import Stage
from review.rules.transitions import NOT_LISTED, TRANSITIONS, Transition

PAGE = Path(__file__).parent.parent / "docs" / "manual" / "quy-trinh.md"
_ON = {"case": "hộ", "village": "danh sách thôn", "commune": "danh sách xã"}
_OTHERS = {"citizen": "người dân", "system": "hệ thống"}
_START = "[*]"
_ANYWHERE = "mọi bước trước khi công nhận"
_ASIDE = Stage.WITHDRAWN
"""Can be reached from nearly everywhere: told in words, so that the diagram stays readable."""


def page() -> str:
    """The page in Vietnamese, Markdown with a Mermaid diagram."""
    return "\n".join(
        [
            "# Quy trình rà soát",
            "",
            "Mỗi hộ trong đợt rà soát đi qua các bước dưới đây. Trang này được lập từ chính bảng mà chương trình dùng",
            "để cho phép hoặc từ chối từng việc (`review/procedure/transitions.toml`); lập lại bằng `make manual`.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            "  direction TB",
            *_states(),
            *_arrows(),
            "```",
            "",
            f"Rút khỏi danh sách ({_word(_ASIDE)}): từ {_ANYWHERE}.",
            "",
            "| Bước | Việc | Từ | Đến | Người làm | Trên |",
            "| --- | --- | --- | --- | --- | --- |",
            *map(_row, TRANSITIONS),
            "",
        ]
    )


def _states() -> Iterator[str]:
    for stage in Stage:
        if stage is not _ASIDE:
            yield f"  {stage}: {_word(stage)}"


def _arrows() -> Iterator[str]:
    for one in TRANSITIONS:
        if one.to != _ASIDE:
            for stage in _ordered(one):
                yield f"  {stage or _START} --> {one.to}: {one.number}. {one.labels['vi']}"


def _row(one: Transition) -> str:
    froms = _ANYWHERE if one.to == _ASIDE else ", ".join(_word(stage) if stage else "–" for stage in _ordered(one))
    by = ", ".join(sorted(_role(role) for role in one.by))
    return f"| {one.number} | {one.labels['vi']} | {froms} | {_word(one.to)} | {by} | {_ON[one.on]} |"


def _ordered(one: Transition) -> list[str]:
    places = {stage: number for number, stage in enumerate([NOT_LISTED, *Stage])}
    return sorted(one.froms, key=lambda stage: places[stage])


def _word(stage: str) -> str:
    return catalogue("vi").gettext(STAGES[stage])


def _role(role: str) -> str:
    return _OTHERS.get(role) or catalogue("vi").gettext(ROLES[role])


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
