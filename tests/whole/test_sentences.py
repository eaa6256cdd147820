"""Every refusal has its sentence in both languages."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
import core
import form_engine
import registry
import review
import submissions
from app.i18n import catalogue, ruleset_faults
from app.i18n.differences import DIFFERENCES, IMPACTS
from app.i18n.field_faults import FIELD_FAULTS
from app.i18n.findings import FINDINGS
from app.i18n.sentences import REASONS, SENTENCES
from app.i18n.workbook_faults import FAULTS
from core.errors import DomainError
from form_engine.difference import DifferenceKind
from submissions.impact import BREAKING, RULES


def _all_modules() -> Iterator[str]:
    for package in (app, core, form_engine, registry, review, submissions):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name != "app.__main__":
                yield found.name


def _refusals(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _refusals(each)


TOLD = [*SENTENCES.values(), *REASONS.values(), *FINDINGS.values()]
TOLD += [*FAULTS.values(), *DIFFERENCES.values(), *IMPACTS.values()]
TOLD += [*ruleset_faults.FAULTS.values(), *ruleset_faults.POINT_FAULTS.values(), *ruleset_faults.PLACES.values()]
TOLD += [*ruleset_faults.WORDS_OF_CODES, *FIELD_FAULTS]


@pytest.fixture(scope="module")
def refusals() -> list[type[DomainError]]:
    for name in _all_modules():
        importlib.import_module(name)
    ours = {package.__name__ for package in (app, core, form_engine, registry, review, submissions)}
    return [each for each in _refusals() if each.__module__.split(".")[0] in ours]  # tests have some of their own


def test_every_refusal_has_a_sentence(refusals: list[type[DomainError]]) -> None:
    assert {each.code for each in refusals} - set(SENTENCES) == set()


def test_every_sentence_has_its_vietnamese() -> None:
    vietnamese = catalogue("vi")

    assert [text for text in TOLD if vietnamese.gettext(text) == text] == []


def _codes_given_to(name: str, place: int) -> Iterator[str]:
    """Texts that stand as this argument in calls of a function of the packages below `app`."""
    for package in (form_engine, review):
        for path in Path(package.__path__[0]).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name:
                    given = (ast.walk(one) for one in call.args[place : place + 1])
                    yield from (one.value for several in given for one in several if isinstance(one, ast.Constant))


def test_every_fault_of_a_rule_set_and_of_a_table_of_points_has_its_sentence() -> None:
    whole = {code for code in _codes_given_to("fault", 1) if not code.startswith("shape_")}

    assert len(whole) > 30
    assert whole - set(ruleset_faults.FAULTS) == set()
    assert set(_codes_given_to("PointFault", 2)) - set(ruleset_faults.POINT_FAULTS) == set()


def test_every_difference_and_every_impact_has_its_sentence() -> None:
    assert set(DIFFERENCES) == set(DifferenceKind)
    assert set(IMPACTS) == BREAKING | set(RULES)


def test_vietnamese_keeps_the_places_for_facts() -> None:
    vietnamese = catalogue("vi")

    def places(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    assert [text for text in TOLD if places(vietnamese.gettext(text)) != places(text)] == []
