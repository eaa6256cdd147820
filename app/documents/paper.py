"""What a paper is made of: paragraphs, tables, columns. One source, of which the PDF and the DOCX are drawn.

Values alone: no words of any paper, no layout of any page. `as_data` tells the same as lists and dicts, of which the
paper's hash is made: the same words in the same places have the same hash.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any, Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. style: the letters b (bold), i (italic), u (underlined), in that order."""

    text: str
    style: str = ""


Words: TypeAlias = "str | Run"


@dataclass(frozen=True, slots=True)
class Para:
    """size: points. before: millimetres of space above. is_sticky: stays with what follows."""

    runs: tuple[Words, ...]
    align: Align = "justify"
    size: float = 13
    before: float = 0
    is_sticky: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """across, down: columns and rows that it takes. align: of its column when empty."""

    runs: tuple[Words, ...] = ()
    align: Align | Literal[""] = ""
    across: int = 1
    down: int = 1


CellLike: TypeAlias = "str | int | Run | Cell | None"


@dataclass(frozen=True, slots=True)
class Table:
    """widths: shares of the whole. head is repeated on each page; rows are not split.

    closing: what stands after the last row and never on a page of its own: the two last rows go with it.
    """

    widths: tuple[float, ...]
    head: tuple[tuple[CellLike, ...], ...]
    rows: tuple[tuple[CellLike, ...], ...]
    aligns: tuple[Align, ...] = ()
    size: float = 11
    is_ruled: bool = True
    closing: tuple["Block", ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side; they stay on one page. weights: shares of the width."""

    columns: tuple[tuple["Block", ...], ...]
    weights: tuple[float, ...] = ()
    before: float = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """The same drawing twice, as SVG and as PNG. width: millimetres."""

    svg: str
    png: bytes
    width: float


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page."""

    blocks: tuple["Block", ...]


Block: TypeAlias = "Para | Table | Columns | Picture | Together"


@dataclass(frozen=True, slots=True)
class Section:
    """Begins on a page of its own. is_apart: a paper by itself, whose pages are counted anew.

    What stands before columns is tied to them.
    """

    blocks: tuple[Block, ...]
    is_landscape: bool = False
    is_apart: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", tuple(_tied(self.blocks)))


@dataclass(frozen=True, slots=True)
class Paper:
    """title: of the file. code: small, at the foot of each page."""

    title: str
    sections: tuple[Section, ...]
    code: str = ""
    hashed: str = field(init=False, default="")

    def __post_init__(self) -> None:
        told = json.dumps(as_data(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        object.__setattr__(self, "hashed", hashlib.sha256(told.encode()).hexdigest())


def _tied(blocks: Sequence[Block]) -> Iterator[Block]:
    """A paragraph before columns goes with them: who signs never stands alone on a page."""
    for block, following in zip_longest(blocks, blocks[1:]):
        is_tied = isinstance(block, Para) and isinstance(following, Columns)
        yield replace(block, is_sticky=True) if is_tied else block


def b(text: object) -> Run:
    return Run(str(text), "b")


def i(text: object) -> Run:
    return Run(str(text), "i")


def para(*runs: Words, before: float = 0) -> Para:
    return Para(runs, before=before)


def centred(*runs: Words, size: float = 13, before: float = 0, is_sticky: bool = False) -> Para:
    return Para(runs, "center", size, before, is_sticky)


def left(*runs: Words, size: float = 13, before: float = 0, is_sticky: bool = False) -> Para:
    return Para(runs, "left", size, before, is_sticky)


def as_cell(told: CellLike) -> Cell:
    if isinstance(told, Cell):
        return told
    if told is None:
        return Cell()
    return Cell((told if isinstance(told, Run) else str(told),))


def as_data(paper: Paper) -> dict[str, Any]:
    """What the typesetter reads, and what the hash is made of."""
    return {
        "title": paper.title,
        "code": paper.code,
        "sections": [
            {
                "landscape": one.is_landscape,
                "apart": one.is_apart,
                "blocks": [_block(block) for block in one.blocks],
            }
            for one in paper.sections
        ],
    }


def words_of(paper: Paper) -> Iterator[str]:
    """Every text of a paper, in the order of its blocks: the repeated head of a table once."""
    for section in paper.sections:
        yield from _texts(section.blocks)


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Para():
                yield _plain(block.runs)
            case Table():
                for row in (*block.head, *block.rows):
                    yield from (_plain(as_cell(cell).runs) for cell in row)
                yield from _texts(block.closing)
            case Columns():
                for column in block.columns:
                    yield from _texts(column)
            case Together():
                yield from _texts(block.blocks)


def _plain(runs: Sequence[Words]) -> str:
    return "".join(one if isinstance(one, str) else one.text for one in runs)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Para():
            return {
                "kind": "para",
                "runs": _runs(block.runs),
                "align": block.align,
                "size": block.size,
                "before": block.before,
                "sticky": block.is_sticky,
            }
        case Table():
            return {
                "kind": "table",
                "widths": list(block.widths),
                "head": [[_cell(cell) for cell in row] for row in block.head],
                "rows": [[_cell(cell) for cell in row] for row in block.rows],
                "aligns": list(block.aligns or ("left",) * len(block.widths)),
                "size": block.size,
                "ruled": block.is_ruled,
                "closing": [_block(one) for one in block.closing],
            }
        case Columns():
            columns = [[_block(one) for one in column] for column in block.columns]
            weights = list(block.weights or (1,) * len(columns))
            return {"kind": "columns", "columns": columns, "weights": weights, "before": block.before}
        case Picture():
            return {"kind": "picture", "svg": block.svg, "width": block.width}
        case Together():
            return {"kind": "together", "blocks": [_block(one) for one in block.blocks]}


def _cell(told: CellLike) -> Any:
    """A plain text as it is; anything else with its look."""
    if told is None:
        return ""
    if isinstance(told, str | int):
        return str(told)
    cell = as_cell(told)
    return {"runs": _runs(cell.runs), "align": cell.align, "across": cell.across, "down": cell.down}


def _runs(runs: Sequence[Words]) -> list[Any]:
    return [one if isinstance(one, str) else [one.text, one.style] for one in runs]
