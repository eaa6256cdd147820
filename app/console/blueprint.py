"""The console's blueprint, and what every one of its templates may use."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, g, request
from flask_babel import get_locale
from jinja2 import pass_context
from jinja2.runtime import Context

from app.auth.permissions import may
from app.console import event_words, person_words, procedure_words, showing, words
from app.console.smaller import compress
from app.wiring import deps, maybe_actor
from core.calendar import Term
from registry.rules.ethnic_groups import NAMES
from registry.rules.identity import masked

bp = Blueprint("console", __name__, template_folder="templates")

bp.after_request(compress)


def language() -> str:
    """Of the page: vi or en."""
    locale = get_locale()
    return locale.language if locale else "vi"


def here() -> str:
    """The address to come back to: the page that is shown, or of a post the page it was made from."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    if request.endpoint in ("console.approve", "console.send_back"):
        return request.path.rpartition("/")[0]
    return "/"


@bp.app_context_processor
def _for_every_page() -> dict[str, Any]:
    actor = maybe_actor()
    return {
        "actor": actor,
        "may": lambda permission: actor is not None and may(actor, permission),
        "language": language(),
        "request_id": g.get("request_id", ""),
        "training": deps().settings.is_training,
        "here": here(),
    }


_WORDS = {
    "review_state": words.REVIEW_STATES,
    "processing_state": words.PROCESSING_STATES,
    "standing": words.STANDINGS,
    "change": words.CHANGES,
    "stage": words.STAGES,
    "step": words.STEPS,
    "origin": words.ORIGINS,
    "screened": words.SCREENED,
    "role": words.ROLES,
    "act": words.ACTS,
    "finding_name": words.FINDING_NAMES,
    "effect": words.EFFECTS,
    "trust": words.TRUST,
    "correction_state": words.CORRECTION_STATES,
    "area_kind": words.AREA_KINDS,
    "area_level": words.AREA_LEVELS,
    "event": event_words.EVENTS,
    "event_hint": event_words.EVENTS_HINTS,
    "ruleset_part": words.RULESET_PARTS,
    "differing": words.DIFFERING,
    "opinion": procedure_words.OPINIONS,
    "posting_state": procedure_words.POSTING_STATES,
    "place": procedure_words.PLACES,
    "appraisal_state": procedure_words.APPRAISAL_STATES,
    "level": procedure_words.LEVELS,
    "decision_list": procedure_words.DECISION_LISTS,
    "withdrawal": procedure_words.WITHDRAWALS,
    "meeting_state": procedure_words.MEETING_STATES,
    "ground": procedure_words.GROUNDS,
    "complaint_state": procedure_words.COMPLAINT_STATES,
    "complaint_act": procedure_words.COMPLAINT_ACTS,
    "channel": procedure_words.CHANNELS,
    "outcome": procedure_words.OUTCOMES,
    "meeting_body": procedure_words.BODIES,
    "deadline": procedure_words.DEADLINES,
    "application_kind": procedure_words.APPLICATION_KINDS,
    "application_channel": procedure_words.APPLICATION_CHANNELS,
    "work": procedure_words.WORK,
    "entity_action": words.ENTITY_ACTIONS,
    "entity_conflict": words.ENTITY_CONFLICTS,
    "entity_kind": words.ENTITY_KINDS,
    "form_state": words.FORM_STATES,
    "paper_kind": procedure_words.PAPER_KINDS,
    "sex": person_words.SEXES,
    "relation": person_words.RELATIONS,
    "ethnic_group": NAMES,
    "identity_kind": person_words.IDENTITY_KINDS,
    "identity_state": person_words.IDENTITY_STATES,
    "doubt": person_words.DOUBTS,
    "began": person_words.BEGAN,
    "ended": person_words.ENDED,
    "like_reason": person_words.LIKE_REASONS,
    "duplicate_state": person_words.DUPLICATE_STATES,
    "changed_field": person_words.CHANGED_FIELDS,
}


def _word_filter(table: Mapping[str, str]) -> Callable[[Context, str | None], str]:
    @pass_context
    def told(_context: Context, code: str | None) -> str:
        return words.word(table, code)

    return told


# With the context, so that no template keeps the word of the language it was first shown in.
for _name, _table in _WORDS.items():
    bp.add_app_template_filter(_word_filter(_table), _name)

bp.add_app_template_filter(showing.day, "day")
bp.add_app_template_filter(showing.moment, "moment")
bp.add_app_template_filter(showing.hour, "hour")
bp.add_app_template_filter(showing.iso, "iso")
bp.add_app_template_filter(person_words.birth_told, "birth")
bp.add_app_template_filter(person_words.source_told, "source")
bp.add_app_template_filter(masked, "masked")


@bp.app_template_filter("term")
@pass_context
def _term(_context: Context, value: Term) -> str:
    return words.term(value)


@bp.app_template_filter("number")
@pass_context
def _number(_context: Context, value: float | None) -> str:
    return "–" if value is None else showing.number(value, language())


@bp.app_template_filter("metres")
@pass_context
def _metres(_context: Context, value: float) -> str:
    return showing.metres(value, language())
