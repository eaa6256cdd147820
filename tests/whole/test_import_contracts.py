"""The import contracts of pyproject.toml hold."""

from importlinter.cli import lint_imports


def test_packages_import_as_the_layout_says() -> None:
    assert lint_imports(no_cache=True) == 0
