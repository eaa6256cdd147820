from pathlib import Path

import pytest

from form_engine.compiler import CompiledForm, compile_form

TESTS = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def household_form() -> CompiledForm:
    """Two languages, nested repeats, lists in files, pictures, places, dates: tests/forms/household.md."""
    return compile_form((TESTS / "forms/household.md").read_bytes(), filename="household.md")


@pytest.fixture(scope="session")
def household_xml() -> bytes:
    """tests/forms/household.md, filled without a flaw."""
    return (TESTS / "instances/household.xml").read_bytes()


@pytest.fixture(scope="session")
def encrypted_xml() -> bytes:
    return (TESTS / "instances/encrypted.xml").read_bytes()
