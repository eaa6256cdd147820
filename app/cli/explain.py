"""`rasoat rules explain`: why a stored form got its points."""

import json
import sys
from typing import Any

import click
from flask_babel import gettext as _

from app.cli.connected import connect
from app.cli.refusals import LANGUAGE, refuse
from app.cli.score_text import print_trace
from app.console.history_view import VIEWED
from app.i18n import in_language
from core import audit
from core.actor import SYSTEM
from core.clock import utc_now
from core.mongo import Document
from form_engine.publishing import repository as forms
from form_engine.scoring import score
from review.actions.rulesets import ruleset_of
from review.rules.records import score_record
from submissions import repository as submissions


@click.command()
@click.argument("submission")
@click.option("--json", "as_json", is_flag=True, help="Print the stored score as JSON, with `again`.")
@LANGUAGE
def explain(submission: str, as_json: bool, language: str) -> None:
    """Print the points of a stored form, line by line, and whether its answers still give the same.

    SUBMISSION is the instance id. In the stores of RASOAT_MONGODB_URI, else of the system that runs on
    RASOAT_DATA_DIR (`make run`). Looking is recorded as on the console.

    Example: rasoat rules explain uuid:6b2d1a1e-0c9f-4f4e-9a52-3f0d5f6f7a11
    """
    connect()
    found = submissions.get_by_instance_id(submission, [form.id for form in forms.all_forms()], seen_by=SYSTEM)
    audit.record(VIEWED, by=SYSTEM.id, subject=found["_id"], at=utc_now())
    stored = found.get("score")
    if not stored:
        with in_language(language):
            refuse(_("this form has no score: it is no Phiếu B, is not read yet, or its household is not known"))
        sys.exit(1)
    told = {"instance_id": found["instance_id"], **stored, "again": _again(found)}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    with in_language(language):
        print_trace(told, language, ruleset_of(stored["ruleset_id"], stored["ruleset_hash"]))
        click.echo(_words_of(told["again"]))


def _words_of(again: str) -> str:
    words = {
        "same": _("Scored again now, the answers give the same."),
        "differs": _("Scored again now, the answers give something else: tell whoever runs the system."),
        "rules_gone": _("The rule set of then is kept nowhere any more; it could not be scored again."),
    }
    return str(words[again])


def _again(found: Document) -> str:
    """Score the stored answers once more: `same`, `differs`, or `rules_gone` when the rule set of then is nowhere."""
    stored: dict[str, Any] = found["score"]
    sheet = ruleset_of(stored["ruleset_id"], stored["ruleset_hash"])
    if sheet is None:
        return "rules_gone"
    now = score_record(score(sheet, found["answers"], stored["sheet"]), None, None)
    kept = ("input_hash", "b1", "b2", "missing", "trace")
    return "same" if all(now[name] == stored[name] for name in kept) else "differs"
