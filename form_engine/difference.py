"""What differs between two versions of a form, in its own terms: questions, types, choices, rules, texts.

Says nothing about what is stored; submissions/impact.py weighs each difference by the answers that there are.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from form_engine.definition import Choice, Field, FormDefinition, Group, Labels, Node, Repeat

NO_LABEL = ("", "-")
"""What the compiler writes where a translation is missing."""
_PATH = re.compile(r"(?<![\w.)\]/])/[\w.-]+(?:/[\w.-]+)+")
"""An absolute path in an expression."""


class DifferenceKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    """Into another group, under the same name."""
    MOVED_ACROSS_REPEAT = "moved_across_repeat"
    """Into a repeat or out of one: one answer would become many, or many one."""
    RETYPED = "retyped"
    CHOICE_ADDED = "choice_added"
    CHOICE_REMOVED = "choice_removed"
    CONSTRAINT_TIGHTENED = "constraint_tightened"
    CONSTRAINT_LOOSENED = "constraint_loosened"
    CONSTRAINT_CHANGED = "constraint_changed"
    RELEVANT_CHANGED = "relevant_changed"
    REQUIRED_ADDED = "required_added"
    REQUIRED_DROPPED = "required_dropped"
    CALCULATION_CHANGED = "calculation_changed"
    COUNT_CHANGED = "count_changed"
    """How often a repeat stands."""
    LIST_CHANGED = "list_changed"
    """The choices come from another list or through another filter."""
    LABEL_CHANGED = "label_changed"
    TRANSLATION_MISSING = "translation_missing"
    LANGUAGE_REMOVED = "language_removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """`path` is where it stands in the old version; of what is new, in the new one."""

    kind: DifferenceKind
    path: str
    before: str = ""
    after: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def differences(old: FormDefinition, new: FormDefinition) -> tuple[Difference, ...]:
    """In the order of the new form, what is gone first."""
    pairs = _pairs(old, new)
    taken = set(pairs.values())
    found = [
        Difference(DifferenceKind.REMOVED, path)
        for path in old.nodes
        if path not in pairs and not _within_gone(path, pairs, old)
    ]
    for path, after in new.nodes.items():
        if path not in taken:
            if path.rpartition("/")[0] in taken or path.count("/") == 2:
                found.append(Difference(DifferenceKind.ADDED, path, after=_kind(after)))
            found += _untranslated(path, None, after, new.languages)
    for before, after_path in pairs.items():
        is_across = [pairs.get(one) for one in _repeats_around(before, old)] != _repeats_around(after_path, new)
        found += _of_pair(old.nodes[before], new.nodes[after_path], pairs, new.languages, is_across=is_across)
    found += [Difference(DifferenceKind.LANGUAGE_REMOVED, "", one) for one in old.languages if one not in new.languages]
    return tuple(found)


def _within_gone(path: str, pairs: Mapping[str, str], old: FormDefinition) -> bool:
    """A group that is gone is told once, unless a part of it went elsewhere."""
    above = path.rpartition("/")[0]
    return above in old.nodes and above not in pairs and not any(one.startswith(f"{above}/") for one in pairs)


def _pairs(old: FormDefinition, new: FormDefinition) -> dict[str, str]:
    """Old path to new path: equal paths, then equal names, then equal words or sums under another name."""
    pairs = {path: path for path in old.nodes if path in new.nodes}
    left = [path for path in old.nodes if path not in pairs]
    free = [path for path in new.nodes if path not in pairs]
    for test in (_same_name, _same_content):
        for path in list(left):
            fitting = [one for one in free if test(old.nodes[path], new.nodes[one])]
            if len(fitting) == 1 and sum(test(old.nodes[one], new.nodes[fitting[0]]) for one in left) == 1:
                pairs[path] = fitting[0]
                left.remove(path)
                free.remove(fitting[0])
    return pairs


def _same_name(one: Node, other: Node) -> bool:
    return one.name == other.name and isinstance(one, Field) == isinstance(other, Field)


def _same_content(one: Node, other: Node) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, Field) and isinstance(other, Field):
        if one.type is not other.type:
            return False
        if one.calculate and not one.asked:
            return one.calculate == other.calculate
    return bool(one.labels) and dict(one.labels) == dict(other.labels)


def _repeats_around(path: str, form: FormDefinition) -> list[str]:
    """The paths of the repeats in which it stands, the outermost first."""
    names = path.split("/")
    above = ["/".join(names[:end]) for end in range(3, len(names))]
    return [one for one in above if isinstance(form.nodes.get(one), Repeat)]


def _of_pair(
    old: Node, new: Node, pairs: Mapping[str, str], languages: tuple[str, ...], *, is_across: bool
) -> Iterator[Difference]:
    """is_across: they do not stand in the same repeats."""
    path, above = old.path, old.path.rpartition("/")[0]

    def followed(expression: str) -> str:
        """What is renamed or moved elsewhere does not change an expression that refers to it."""
        return _flat(_PATH.sub(lambda found: pairs.get(found[0], found[0]), expression))

    if old.name != new.name:
        yield Difference(DifferenceKind.RENAMED, path, old.name, new.name)
    elif pairs.get(above, above) != new.path.rpartition("/")[0]:
        kind = DifferenceKind.MOVED_ACROSS_REPEAT if is_across else DifferenceKind.MOVED
        yield Difference(kind, path, old.path, new.path)
    if _kind(old) != _kind(new):
        yield Difference(DifferenceKind.RETYPED, path, _kind(old), _kind(new))
    if followed(old.relevant) != _flat(new.relevant):
        yield Difference(DifferenceKind.RELEVANT_CHANGED, path, old.relevant, new.relevant)
    if isinstance(old, Repeat) and isinstance(new, Repeat) and followed(old.count) != _flat(new.count):
        yield Difference(DifferenceKind.COUNT_CHANGED, path, old.count, new.count)
    if isinstance(old, Field) and isinstance(new, Field):
        yield from _of_fields(old, new, followed)
    if {**old.labels} != {**new.labels}:
        yield Difference(DifferenceKind.LABEL_CHANGED, path, _told(old.labels), _told(new.labels))
    yield from _untranslated(path, old, new, languages)


def _of_fields(old: Field, new: Field, followed: Callable[[str], str]) -> Iterator[Difference]:
    path = old.path
    for choice in _lacking(old.choices, new.choices) if new.choices is not None else ():
        yield Difference(DifferenceKind.CHOICE_REMOVED, path, choice.name, _told(choice.labels))
    for choice in _lacking(new.choices, old.choices) if old.choices is not None else ():
        yield Difference(DifferenceKind.CHOICE_ADDED, path, choice.name, _told(choice.labels))
    if followed(old.itemset) != _flat(new.itemset) or old.itemset_file != new.itemset_file:
        yield Difference(DifferenceKind.LIST_CHANGED, path, old.itemset, new.itemset)
    if followed(old.constraint) != _flat(new.constraint):
        yield Difference(_constraint(followed(old.constraint), new.constraint), path, old.constraint, new.constraint)
    if followed(old.calculate) != _flat(new.calculate):
        yield Difference(DifferenceKind.CALCULATION_CHANGED, path, old.calculate, new.calculate)
    before, after = (one.required_when or ("true()" if one.required else "") for one in (old, new))
    if followed(before) != _flat(after):
        kind = DifferenceKind.REQUIRED_ADDED if after else DifferenceKind.REQUIRED_DROPPED
        yield Difference(kind, path, before, after)


def _constraint(old: str, new: str) -> DifferenceKind:
    """Surely tighter when something was added with `and`; only the answers tell what another expression does."""
    before, after = _flat(old), _flat(new)
    if not before or after.startswith((f"{before} and ", f"({before}) and ")) or after.endswith(f" and ({before})"):
        return DifferenceKind.CONSTRAINT_TIGHTENED
    if not after or before.startswith((f"{after} and ", f"({after}) and ")):
        return DifferenceKind.CONSTRAINT_LOOSENED
    return DifferenceKind.CONSTRAINT_CHANGED


def _lacking(these: tuple[Choice, ...] | None, others: tuple[Choice, ...] | None) -> list[Choice]:
    names = {choice.name for choice in others or ()}
    return [choice for choice in these or () if choice.name not in names]


def _untranslated(path: str, old: Node | None, new: Node, languages: tuple[str, ...]) -> Iterator[Difference]:
    """Languages in which the new version lacks a text that it has in another one, unless the old one lacked it, too."""
    lacking = _missing_in(new, languages) - (_missing_in(old, languages) if old is not None else set())
    if lacking:
        yield Difference(DifferenceKind.TRANSLATION_MISSING, path, after=", ".join(sorted(lacking)))


def _missing_in(node: Node, languages: tuple[str, ...]) -> set[str]:
    texts = [node.labels, *(choice.labels for choice in (node.choices or () if isinstance(node, Field) else ()))]
    if isinstance(node, Field):
        texts.append(node.hints)
    told = [one for one in texts if any(text not in NO_LABEL for text in one.values())]
    return {language for language in languages for one in told if one.get(language, "") in NO_LABEL}


def _kind(node: Node) -> str:
    if isinstance(node, Repeat):
        return "repeat"
    return "group" if isinstance(node, Group) else node.type.value


def _flat(expression: str) -> str:
    return " ".join(expression.split())


def _told(labels: Labels) -> str:
    return next((text for text in labels.values() if text not in NO_LABEL), "")
