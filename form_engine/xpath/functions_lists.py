"""Functions of nodes, choices and lists."""

from typing import Any

from form_engine.xpath.errors import Unknown
from form_engine.xpath.values import Value, place, single, text


def count(_scope: Any, nodes: Value) -> float:
    return float(len(_nodes(nodes)))


def count_non_empty(_scope: Any, nodes: Value) -> float:
    return float(sum(bool(node.kids) or node.value != "" for node in _nodes(nodes)))


def _nodes(value: Value) -> list[Any]:
    if type(value) is not list:
        raise Unknown("not a list of nodes")
    return value


def selected(_scope: Any, choices: Value, name: Value) -> bool:
    sought = single(name)
    if type(sought) is not str:
        raise Unknown("a choice is named by a text")
    return f" {sought.strip()} " in f" {_choices(choices)} "


def selected_at(_scope: Any, choices: Value, at: Value) -> str:
    told, index = _choices(choices).split(), place(at)
    return told[index] if 0 <= index < len(told) else ""


def count_selected(_scope: Any, choices: Value) -> float:
    return float(len(_choices(choices).split()))


def _choices(value: Value) -> str:
    found = single(value)
    if type(found) is not str:
        raise Unknown("not the answer of a question with choices")
    return found


def choice_name(scope: Any, value: Value, path: Value) -> str:
    """jr:choice-name: the label of a choice; which language the phone showed is known when the form has one."""
    label = scope.run.choice_label
    if label is None:
        raise Unknown("the language of the phone")
    return str(label(text(value), text(path)))


def pulldata(scope: Any, file: Value, column: Value, key_column: Value, key: Value) -> str:
    """The cell of the first row with the key, or ""."""
    name = text(file).removesuffix(".csv")
    table = scope.run.files.get(f"{name}.csv")
    if table is None:
        raise Unknown(f"the list {name} is not here")
    rows = table.rows_where((text(key_column),), (text(key),))
    return str(rows[0].kids.cells.get(text(column), "")) if rows else ""
