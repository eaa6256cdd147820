"""Every refusal has its sentence in both languages."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import app
import core
import form_engine
import registry
import review
import submissions
from app.i18n import catalogue
from app.i18n.differences import DIFFERENCES, IMPACTS
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


def test_every_difference_and_every_impact_has_its_sentence() -> None:
    assert set(DIFFERENCES) == set(DifferenceKind)
    assert set(IMPACTS) == BREAKING | set(RULES)


def test_vietnamese_keeps_the_places_for_facts() -> None:
    vietnamese = catalogue("vi")

    def places(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    assert [text for text in TOLD if places(vietnamese.gettext(text)) != places(text)] == []
