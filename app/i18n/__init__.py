"""Vietnamese first, English second: which language a request gets, and the sentences of refusals.

English is the source of every sentence; `vi.po` holds the Vietnamese. It is read as it stands: no build step.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request, session
from flask_babel import Babel, Domain, force_locale, get_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.i18n import field_faults
from app.i18n.ruleset_faults import RulesetFaultLine, point_fault_words, ruleset_fault_lines
from app.i18n.sentences import FACTS, SENTENCES
from core.errors import DomainError
from form_engine.ruleset_fault import RulesetFault
from form_engine.scoring_errors import PointFault

LANGUAGES = ("vi", "en")
_FOLDER = Path(__file__).parent


@lru_cache
def catalogue(language: str) -> NullTranslations:
    path = _FOLDER / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


class _Catalogues(Domain):
    """flask-babel's domain, over catalogues that were not compiled beforehand."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return catalogue(locale.language if locale else LANGUAGES[0])


def install(app: Flask) -> None:
    babel = Babel(
        app,
        default_locale=LANGUAGES[0],
        default_timezone="Asia/Ho_Chi_Minh",
        locale_selector=language_of_request,
    )
    babel.domain_instance = _Catalogues()


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """For what is told without a request: on the command line, in files."""
    app = Flask("told")
    install(app)
    with app.test_request_context("/api", headers={"Accept-Language": language}), force_locale(language):
        yield


def language_of_request() -> str:
    """Pages: what the person chose. Phones and programs: what they accept. Vietnamese when nothing is said."""
    if request.path.startswith(("/openrosa", "/api", "/v1")):
        told = request.headers.get("Accept-Language")
        return _best_of(told) if told else LANGUAGES[0]
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


@lru_cache(maxsize=256)
def _best_of(accepted: str) -> str:
    return parse_accept_header(accepted, LanguageAccept).best_match(LANGUAGES) or LANGUAGES[0]


def sentence(error: DomainError) -> str:
    """The refusal in the language of the request."""
    return sentence_of(error.code, error.facts)


def sentence_of(code: str, facts: dict[str, Any]) -> str:
    """The sentence of a code in the language of the request. A fact that has words of its own is told in them."""
    language = language_of_request()
    told = {name: words[facts[name]] for name, words in FACTS.items() if facts.get(name) in words}
    facts = facts | {name: catalogue(language).gettext(text) for name, text in told.items()}
    first = next(iter(facts.get("faults") or ()), None)
    if isinstance(first, RulesetFault):
        (line,) = lines_of([first])
        facts = {**facts, "place": line.where, "problem": line.message}
    return _translated(language, code).format_map(_Facts(facts))


def lines_of(faults: Iterable[RulesetFault]) -> list[RulesetFaultLine]:
    """Faults of a rule set in the language of the request."""
    language = language_of_request()
    return ruleset_fault_lines(faults, catalogue(language).gettext, language)


def words_of_point_fault(fault: PointFault) -> str:
    """What is wrong in a cell of a table of points, in the language of the request."""
    return point_fault_words(fault, catalogue(language_of_request()).gettext)


def words_of_fields(messages: Any) -> Any:
    """What a schema says of the fields of a request, in the language of the request."""
    return field_faults.told(messages, catalogue(language_of_request()).gettext)


@lru_cache(maxsize=1024)
def _translated(language: str, code: str) -> str:
    return str(catalogue(language).gettext(SENTENCES.get(code) or SENTENCES["error"]))


class _Facts(dict[str, Any]):
    """Facts of a refusal; one that is missing shows as a question mark, never as an error inside an error."""

    def __missing__(self, name: str) -> str:
        return "?"
