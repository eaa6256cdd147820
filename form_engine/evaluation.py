"""A received instance held against the rules of the version it was filled with: relevance, required, constraint,
calculation, choices offered, number of rounds.

Every rule looks at the answers as they came, and at what is absent as not asked. So a wrong answer makes one finding,
at its question, and not one at all that depends on it. What can't be known on the server makes none.
"""

from collections.abc import Callable
from dataclasses import dataclass

from form_engine.definition import Field, FieldType, FormDefinition, Repeat
from form_engine.evaluation_lists import KnownLists
from form_engine.evaluation_plan import NotSupported, Plan, Rule, prepare
from form_engine.evaluation_results import agrees, kept, shown
from form_engine.evaluation_tree import grow
from form_engine.findings import Finding, FindingKind
from form_engine.instance import Instance
from form_engine.xpath.errors import Unknown
from form_engine.xpath.nodes import Node
from form_engine.xpath.scope import Code, Run, Scope
from form_engine.xpath.values import Value, place, single, truth

_MOST = 500
_MANY = frozenset({FieldType.SELECT, FieldType.RANK})


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A version, ready to evaluate any number of instances, in any number of threads."""

    plan: Plan
    lists: KnownLists

    @classmethod
    def of(cls, definition: FormDefinition, lists: KnownLists) -> "Evaluator":
        return cls(prepare(definition), lists)

    @property
    def not_supported(self) -> tuple[NotSupported, ...]:
        return self.plan.not_supported

    def findings(self, instance: Instance) -> list[Finding]:
        """In form order. None for an encrypted instance: nothing is known of it."""
        if instance.encrypted:
            return []
        evaluation = _Evaluation(self, instance)
        evaluation.work_out()
        evaluation.group(self.plan.rules, evaluation.root, f"/{evaluation.root.name}")
        return evaluation.found


class _Evaluation:
    def __init__(self, evaluator: Evaluator, instance: Instance) -> None:
        definition = evaluator.plan.definition
        self.root, self._fields = grow(instance, definition.root)
        self._calculated = evaluator.plan.calculated
        self._run = Run(
            self.root,
            evaluator.lists.by_id,
            evaluator.lists.by_file,
            definition.version,
            _labels(definition) if len(definition.languages) < 2 else None,
        )
        self._differs: dict[int, tuple[str, str]] = {}
        self.found: list[Finding] = []

    def work_out(self) -> None:
        """Calculate what the phone calculated. Where it agrees, what follows sees the result in its own type."""
        for rule in self._calculated:
            for node in self._fields.get(rule.node.path, ()):
                self._work_out(rule, node)

    def _work_out(self, rule: Rule, node: Node) -> None:
        field = rule.node
        if rule.calculate is None or not isinstance(field, Field):
            return
        try:
            value = single(rule.calculate(Scope(self._run, node, node)))
            if agrees(value, field.type, node.text):
                node.value = kept(value, field.type)
            else:
                self._differs[id(node)] = (node.text, shown(value))
        except Unknown:
            return

    def group(self, rules: tuple[Rule, ...], node: Node, path: str) -> None:
        for rule in rules:
            name = rule.node.name
            there = node.kids.get(name, ())
            if isinstance(rule.node, Repeat):
                self._rounds(rule, node, there, f"{path}/{name}")
            elif isinstance(rule.node, Field):
                self._field(rule, there[0] if there else None, node, f"{path}/{name}")
            else:
                self._part(rule, there[0] if there else None, node, f"{path}/{name}")

    def _rounds(self, rule: Rule, up: Node, there: list[Node], path: str) -> None:
        if rule.count is not None and self._asks(rule, Node(rule.node.name, up)) is not False:
            expected = self._value(rule.count, Node(rule.node.name, up))
            if expected is not None and max(0, place(expected)) != len(there):
                self._find(path, FindingKind.REPEAT_COUNT, count=len(there), expected=max(0, place(expected)))
        for number, one in enumerate(there, 1):
            self._part(rule, one, up, f"{path}[{number}]")

    def _part(self, rule: Rule, node: Node | None, up: Node, path: str) -> None:
        """A group, or one round of a repeat."""
        here = node or Node(rule.node.name, up)
        asks = self._asks(rule, here)
        if node is not None and asks is False:
            if _holds_something(node):
                self._find(path, FindingKind.NOT_RELEVANT)
        elif node is not None or asks is True:
            self.group(rule.children, here, path)

    def _field(self, rule: Rule, node: Node | None, up: Node, path: str) -> None:
        here = node or Node(rule.node.name, up)
        asks = self._asks(rule, here)
        if node is not None and asks is False:
            if node.text:
                self._find(path, FindingKind.NOT_RELEVANT)
        elif node is None or not node.text:
            if asks is True or node is not None:
                self._empty(rule, node, here, path)
        else:
            self._answered(rule, node, path)

    def _empty(self, rule: Rule, node: Node | None, here: Node, path: str) -> None:
        if rule.required is not None and self._truth(rule.required, here) is True:
            self._find(path, FindingKind.MISSING)
        else:
            if node is None:
                self._work_out(rule, here)
            self._calculation(rule, here, path)

    def _answered(self, rule: Rule, node: Node, path: str) -> None:
        if rule.constraint is not None and self._truth(rule.constraint, node) is False:
            self._find(path, FindingKind.CONSTRAINT_FALSE)
        self._calculation(rule, node, path)
        if rule.offers is not None:
            self._choices(rule, node, path)

    def _calculation(self, rule: Rule, node: Node, path: str) -> None:
        """What a person may write over is not held against its calculation, nor what the phone may have left stale."""
        field = rule.node
        differs = self._differs.get(id(node))
        if (
            differs is not None
            and not rule.looks_around
            and isinstance(field, Field)
            and (field.readonly or not field.asked)
        ):
            self._find(path, FindingKind.CALCULATED_OTHERWISE, phone=differs[0][:200], server=differs[1])

    def _choices(self, rule: Rule, node: Node, path: str) -> None:
        field = rule.node
        if rule.offers is None or not isinstance(field, Field):
            return
        scope = Scope(self._run, node, node)
        for chosen in node.text.split() if field.type in _MANY else [node.text.strip()]:
            try:
                offered = rule.offers(scope, chosen)
            except Unknown:
                return
            if not offered and field.choice_names is None:
                self._find(path, FindingKind.UNKNOWN_CHOICE, value=chosen[:100])
            elif not offered and chosen in (field.choice_names or ()):
                self._find(path, FindingKind.CHOICE_NOT_OFFERED, value=chosen[:100])

    def _asks(self, rule: Rule, node: Node) -> bool | None:
        return True if rule.relevant is None else self._truth(rule.relevant, node)

    def _truth(self, code: Code, node: Node) -> bool | None:
        """None when it can't be known."""
        try:
            return truth(code(Scope(self._run, node, node)))
        except Unknown:
            return None

    def _value(self, code: Code, node: Node) -> Value:
        try:
            return single(code(Scope(self._run, node, node)))
        except Unknown:
            return None

    def _find(self, path: str, kind: FindingKind, **facts: object) -> None:
        if len(self.found) < _MOST:
            self.found.append(Finding(path, kind, facts))


def _holds_something(node: Node) -> bool:
    return bool(node.text) or any(_holds_something(kid) for kids in node.kids.values() for kid in kids)


def _labels(definition: FormDefinition) -> Callable[[str, str], str]:
    """Value and path to the label, for jr:choice-name()."""

    def label(value: str, path: str) -> str:
        node = definition.node_at(path.strip())
        choice = node.choice(value) if isinstance(node, Field) else None
        if choice is None:
            raise Unknown("no such choice")
        return next(iter(choice.labels.values()), "")

    return label
