"""Every route names its permission, and every permission is one that somebody has."""

import pytest
from flask import Flask

from app.auth.permissions import ALL
from app.web import create_app
from config.settings import Environment, Settings
from core.blobs import S3Blobs


@pytest.fixture(scope="module")
def unconnected() -> Flask:
    """The application, with stores that nobody asks anything."""
    blobs = S3Blobs(endpoint="http://127.0.0.1:9", bucket="none", access_key="none", secret_key="none")
    settings = Settings(environment=Environment.TRAINING, secret_key="x" * 40, base_url="http://localhost")
    return create_app(settings, blobs=blobs)


def test_every_route_names_a_permission_of_the_table(unconnected: Flask) -> None:
    unguarded = {
        f"{rule.rule} ({rule.endpoint})"
        for rule in unconnected.url_map.iter_rules()
        if getattr(unconnected.view_functions[rule.endpoint], "permission", None) not in ALL
    }

    assert unguarded == set()


def test_a_view_without_a_guard_is_found(unconnected: Flask) -> None:
    def naked() -> str:
        return "anybody may see this"

    assert getattr(naked, "permission", None) not in ALL
