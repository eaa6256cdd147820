"""What a version of a form demands, compiled once: a rule for each node, and in which order values are worked out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from form_engine.definition import Field, FieldType, FormDefinition, Node, Repeat
from form_engine.xpath.compiling import compile_expression, compile_offers
from form_engine.xpath.errors import NotAnExpression
from form_engine.xpath.parser import parse
from form_engine.xpath.scope import Code, Scope
from form_engine.xpath.syntax import Expression, Path, parts

_SELECTS = frozenset({FieldType.SELECT_ONE, FieldType.SELECT, FieldType.RANK})


@dataclass(frozen=True, slots=True)
class NotSupported:
    """An expression that is not evaluated. `part`: relevant, required, constraint, calculate, count or itemset."""

    path: str
    part: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The demands on one node; None where there is none (or none that can be evaluated)."""

    node: Node
    children: tuple["Rule", ...] = ()
    relevant: Code | None = None
    required: Code | None = None
    constraint: Code | None = None
    calculate: Code | None = None
    count: Code | None = None
    offers: Callable[[Scope, str], bool] | None = None
    looks_around: bool = False
    """The calculation of one round looks at the others: the phone does not work it out anew when those change."""


@dataclass(frozen=True, slots=True)
class Plan:
    definition: FormDefinition
    rules: tuple[Rule, ...]
    """Of the children of the root."""
    calculated: tuple[Rule, ...]
    """The fields with a calculation, each after those that it is worked out from."""
    not_supported: tuple[NotSupported, ...]


def prepare(definition: FormDefinition) -> Plan:
    """Never raises on the content of a form."""
    preparing = _Preparing()
    rules = tuple(preparing.rule(child) for child in definition.root.children)
    return Plan(definition, rules, tuple(preparing.in_order()), tuple(preparing.not_supported))


class _Preparing:
    def __init__(self) -> None:
        self.not_supported: list[NotSupported] = []
        self._calculated: dict[str, Rule] = {}
        self._needs: dict[str, set[str]] = {}

    def rule(self, node: Node, repeat: str = "") -> Rule:
        """repeat: the path of the innermost one around the node."""
        relevant = self._code(node, "relevant", node.relevant)
        if isinstance(node, Field):
            return self._field(node, relevant, repeat)
        inner = node.path if isinstance(node, Repeat) else repeat
        children = tuple(self.rule(child, inner) for child in node.children)
        count = self._code(node, "count", node.count) if isinstance(node, Repeat) else None
        return Rule(node=node, children=children, relevant=relevant, count=count)

    def _field(self, field: Field, relevant: Code | None, repeat: str) -> Rule:
        required = "true()" if field.required else field.required_when
        answered = field.asked and not field.readonly
        rule = Rule(
            node=field,
            relevant=relevant,
            required=self._code(field, "required", required) if answered else None,
            constraint=self._code(field, "constraint", field.constraint) if answered else None,
            calculate=self._code(field, "calculate", field.calculate),
            offers=self._offers(field),
            looks_around=bool(repeat) and _looks_around(field, repeat),
        )
        if rule.calculate is not None:
            self._calculated[field.path] = rule
        return rule

    def _code(self, node: Node, part: str, expression: str) -> Code | None:
        if not expression:
            return None
        try:
            tree, code = compile_expression(expression)
        except NotAnExpression as error:
            self.not_supported.append(NotSupported(node.path, part, str(error)))
            return None
        if part == "calculate":
            self._needs[node.path] = set(paths_in(tree, node.path))
        return code

    def _offers(self, field: Field) -> Callable[[Scope, str], bool] | None:
        """Whole lists that stand in the form are checked where answers are read (answers.py)."""
        is_whole = field.choices is not None and "[" not in field.itemset
        if not field.itemset or is_whole or field.type not in _SELECTS:
            return None
        try:
            return compile_offers(field.itemset, field.itemset_value)
        except NotAnExpression as error:
            self.not_supported.append(NotSupported(field.path, "itemset", str(error)))
            return None

    def in_order(self) -> Iterator[Rule]:
        """By dependency; in form order where they go round in a circle."""
        known: Mapping[str, Rule] = self._calculated
        graph = {path: sorted((self._needs[path] & known.keys()) - {path}) for path in known}
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError:
            order = list(known)
        yield from (known[path] for path in order)


def _looks_around(field: Field, repeat: str) -> bool:
    try:
        tree = parse(field.calculate) if field.calculate else None
    except NotAnExpression:
        return False
    depth = repeat.count("/")
    for part in parts(tree) if tree is not None else ():
        if isinstance(part, Path) and isinstance(part.start, str):
            target = next(paths_in(part, field.path))
            ups = sum(step.name == ".." for step in part.steps)
            from_above = part.start == "/" or field.path.count("/") - ups < depth
            is_bound = part.start == "/" and len(part.steps) > depth and not part.steps[depth - 1].predicates
            if from_above and not is_bound and f"{target}/".startswith(f"{repeat}/"):
                return True
    return False


def paths_in(tree: Expression, context: str) -> Iterator[str]:
    """The paths of the form that an expression at `context` reads."""
    for part in parts(tree):
        if isinstance(part, Path) and part.start in ("/", "."):
            names = [] if part.start == "/" else context.strip("/").split("/")
            for step in part.steps:
                if step.name == "..":
                    names = names[:-1]
                elif step.name != ".":
                    names.append(step.name)
            yield "/" + "/".join(names)
