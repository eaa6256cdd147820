"""A form's answers as a page: sections, questions in form order, members as cards, findings at their question.

What the form worked out by itself (no question was asked) is kept apart, to be opened when wanted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.console.answer_value import Showing, Shown, shown
from app.console.finding_view import FindingRow
from app.console.labels import text_of
from app.console.words import WORKED_OUT, word
from form_engine.definition import Field, FieldType, FormDefinition, Group, Repeat


@dataclass(slots=True)
class Row:
    """A question and its answer. anchor: its id on the page; points: what the answer gives, if it is scored."""

    path: str
    anchor: str
    name: str
    label: str
    value: Shown
    findings: list[FindingRow] = field(default_factory=list)
    points: int | None = None


@dataclass(slots=True)
class Part:
    """Questions under one heading; `cards` are the rounds of a repeat that stands here."""

    title: str
    anchor: str
    rows: list[Row] = field(default_factory=list)
    worked_out: list[Row] = field(default_factory=list)
    cards: list["Part"] = field(default_factory=list)
    cards_title: str = ""

    @property
    def every_row(self) -> Iterator[Row]:
        yield from self.rows
        yield from self.worked_out
        for card in self.cards:
            yield from card.every_row

    @property
    def finding_count(self) -> int:
        return sum(len(row.findings) for row in self.every_row)

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.cards)


def sections(definition: FormDefinition, answers: Mapping[str, Any], by: Showing) -> list[Part]:
    """One part for each group or repeat at the top of the form, and for the questions between them; what nobody was
    asked there comes last."""
    known = dict(_flat(answers))
    loose, between = Part(_("Kept by the phone"), "may-ghi"), None
    parts: list[Part] = []
    root = f"/{definition.root_name}"
    for node in definition.root.children:
        if node.name not in answers:
            continue
        path = f"{root}/{node.name}"
        if isinstance(node, Field):
            if node.asked and not node.calculate and not _is_note(node):
                if between is None:
                    between = Part(_("Questions"), f"cau-{node.name}")
                    parts.append(between)
                _add_field(between, node, answers[node.name], path, by, known)
            else:
                _add_field(loose, node, answers[node.name], path, by, known)
            continue
        between = None
        part = Part(text_of(node.labels, by.language, otherwise=node.name, known=known), anchor_of(path))
        _add_node(part, node, answers[node.name], path, by, known)
        parts.append(part)
    return [part for part in [*parts, loose] if not part.is_empty or part.worked_out]


def place_findings(parts: Sequence[Part], findings: Iterable[FindingRow]) -> None:
    """Hang each finding at its question."""
    rows = {row.path: row for part in parts for row in part.every_row}
    for one in findings:
        if one.path in rows:
            rows[one.path].findings.append(one)


def place_points(parts: Iterable[Part], trace: Iterable[Mapping[str, Any]]) -> None:
    """Write at each scored question what its answer gives."""
    points = {line["item"]: line["points"] for line in trace}
    for part in parts:
        for row in part.rows:
            row.points = points.get(row.name)


def places_of(parts: Iterable[Part]) -> dict[str, tuple[str, str]]:
    """Path to (label, anchor) of every question shown."""
    return {row.path: (row.label, row.anchor) for part in parts for row in part.every_row}


def anchor_of(path: str) -> str:
    """An id for the page: `/data/members[2]/sex` -> `c-members-2-sex`."""
    tail = path.split("/", 2)[-1]
    return "c-" + tail.replace("[", "-").replace("]", "").replace("/", "-")


def _add_node(part: Part, node: Group, value: Any, path: str, by: Showing, known: Mapping[str, Any]) -> None:
    if isinstance(node, Repeat):
        _add_cards(part, node, value, path, by, known)
    elif isinstance(value, Mapping):
        for child in node.children:
            if child.name not in value:
                continue
            below = f"{path}/{child.name}"
            if isinstance(child, Field):
                _add_field(part, child, value[child.name], below, by, known)
            else:
                _add_node(part, child, value[child.name], below, by, known)


def _add_cards(part: Part, node: Repeat, rounds: Any, path: str, by: Showing, known: Mapping[str, Any]) -> None:
    part.cards_title = text_of(node.labels, by.language, otherwise=node.name, known=known)
    for place, answers in enumerate(rounds if isinstance(rounds, list) else [], start=1):
        below = f"{path}[{place}]"
        own = {**known, **dict(_flat(answers))}
        card = Part(_title_of_card(own, place), anchor_of(below))
        _add_node(card, Group(name=node.name, path=node.path, children=node.children), answers, below, by, own)
        part.cards.append(card)


def _title_of_card(known: Mapping[str, Any], place: int) -> str:
    name = known.get("member_name")
    return f"{place}. {name}" if name else str(place)


def _add_field(part: Part, node: Field, value: Any, path: str, by: Showing, known: Mapping[str, Any]) -> None:
    if _is_note(node):
        return
    otherwise = word(WORKED_OUT, node.name) or node.name
    label = text_of(node.labels, by.language, otherwise=otherwise, known=known)
    row = Row(path, anchor_of(path), node.name, label, shown(node, value, by))
    (part.rows if node.asked and not node.calculate else part.worked_out).append(row)


def _is_note(node: Field) -> bool:
    """A text that the phone only shows."""
    return node.readonly and node.asked and node.type is FieldType.STRING and not node.calculate


def _flat(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in answers.items():
        if isinstance(value, Mapping) and "latitude" not in value:
            yield from _flat(value)
        else:
            yield name, value
