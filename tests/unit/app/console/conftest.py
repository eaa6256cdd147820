"""A request in Vietnamese or English: words are translated when they are shown."""

from collections.abc import Iterator

import pytest
from flask import Flask, session

from app import i18n


@pytest.fixture
def bare_app() -> Flask:
    app = Flask("words")
    app.secret_key = "words"
    i18n.install(app)
    return app


@pytest.fixture
def in_vietnamese(bare_app: Flask) -> Iterator[None]:
    with bare_app.test_request_context("/"):
        yield


@pytest.fixture
def in_english(bare_app: Flask) -> Iterator[None]:
    with bare_app.test_request_context("/"):
        session["language"] = "en"
        yield
