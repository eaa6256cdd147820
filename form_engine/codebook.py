"""The codebook of a version: what every column of its data means, for who works with the data later."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from form_engine.definition import Field, FieldType, FormDefinition, Group, Labels, MediaKind, Node, Repeat
from form_engine.workbook_writer import write_workbook

CALCULATED, HIDDEN, NOTE, REQUIRED = "calculated", "hidden", "note", "yes"
KINDS = (*FieldType, *MediaKind, "group", "repeat", CALCULATED, HIDDEN, NOTE)
Titles = Mapping[str, str]
"""Titles of the columns by name, in the reader's language; a language's code has its own."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """Rows by sheet: `questions` and `choices`; values are text by column."""

    questions: tuple[dict[str, str], ...]
    choices: tuple[dict[str, str], ...]


def codebook_of(definition: FormDefinition, titles: Titles, kinds: Mapping[str, str]) -> Codebook:
    """kinds: what people call the kinds of questions, by the names of KINDS, and REQUIRED; else the name is shown."""
    languages = definition.languages or ("",)
    questions, choices = [], []
    for node in definition.nodes.values():
        questions.append(_titled(_question(node, languages, kinds), titles))
        choices += [_titled(row, titles) for row in _choices(node, languages)]
    return Codebook(tuple(questions), tuple(choices))


def as_xlsx(book: Codebook, titles: Titles) -> bytes:
    sheets = {titles["questions"]: book.questions, titles["choices"]: book.choices}
    return write_workbook({name: rows for name, rows in sheets.items() if rows})


def as_markdown(book: Codebook, titles: Titles, heading: str) -> str:
    parts = [f"# {_escaped(heading)}\n"]
    for name, rows in (("questions", book.questions), ("choices", book.choices)):
        if rows:
            parts.append(f"## {titles[name]}\n\n{''.join(_table(rows))}")
    return "\n".join(parts)


def _question(node: Node, languages: tuple[str, ...], kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    kind = _kind(node)
    yield "path", node.path
    yield "name", node.name
    yield "kind", kinds.get(kind, kind)
    yield from _told("label", node.labels, languages)
    yield "relevant", node.relevant
    if isinstance(node, Repeat):
        yield "count", node.count
    if isinstance(node, Group):
        return
    yield from _told("hint", node.hints, languages)
    yield "required", kinds.get(REQUIRED, REQUIRED) if node.required else node.required_when
    yield "constraint", node.constraint
    yield "calculation", node.calculate
    yield "list", node.itemset_file or ""


def _kind(node: Node) -> str:
    if not isinstance(node, Field):
        return type(node).__name__.lower()
    if node.media is not None:
        return node.media.value
    if not node.asked:
        return CALCULATED if node.calculate else HIDDEN
    is_note = node.readonly and node.type is FieldType.STRING and not node.calculate
    return NOTE if is_note else node.type.value


def _choices(node: Node, languages: tuple[str, ...]) -> Iterator[Iterator[tuple[str, str]]]:
    for choice in (node.choices or ()) if isinstance(node, Field) else ():
        told = (("path", node.path), ("name", node.name), ("code", choice.name))
        yield iter([*told, *_told("label", choice.labels, languages)])


def _told(what: str, labels: Labels, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for language in languages:
        yield f"{what} {language}".strip(), labels.get(language, "")


def _titled(cells: Iterator[tuple[str, str]], titles: Titles) -> dict[str, str]:
    """Every column is there, so that all rows have the same."""
    found = {}
    for name, text in cells:
        base, _, language = name.partition(" ")
        found[f"{titles[base]} ({language})" if language else titles[base]] = text
    return found


def _table(rows: tuple[dict[str, str], ...]) -> Iterator[str]:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    yield f"| {' | '.join(columns)} |\n| {' | '.join('---' for _ in columns)} |\n"
    for row in rows:
        yield f"| {' | '.join(_escaped(row.get(column, '')) for column in columns)} |\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r\n", "\n").replace("\n", "<br>")
