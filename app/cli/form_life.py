"""`rasoat forms`: a form from its upload to its retirement, on the running system."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _

from app import form_life, form_trials
from app.api.form_schemas import differences_told, trial_told
from app.cli.connected import connect, settings_of_command
from app.cli.options import FOLDER
from app.cli.refusals import LANGUAGE
from app.form_files import KINDS, file_of
from app.form_upload import upload_named
from app.i18n import in_language
from app.i18n.workbook_faults import fault_lines
from app.training.forms import sources
from core.actor import SYSTEM
from core.blobs import S3Blobs, key_of
from core.clock import start_of_day, utc_now
from form_engine.errors import FormNotCompiled
from form_engine.publishing import drafts, repository
from form_engine.publishing.actions import FormSource, publish_version
from form_engine.publishing.errors import ChangeBreaksData, DraftNotFound
from form_engine.publishing.models import STATES, FormDraft
from form_engine.publishing.repository import Definitions
from form_engine.workbook_fault import WorkbookFault
from submissions.schema_check import answers_against_schema


@click.command()
@click.argument("form_id", required=False, default="")
@click.option("--draft", "from_draft", is_flag=True, help="Publish the draft that was uploaded, not the folder's form.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day from which phones are offered it.")
@click.option("--fills", multiple=True, help="A role that fills it; else as the form, or the draft, says.")
@click.option("--reason", default="", help="Why it is published although it breaks what is stored or scored.")
@click.option("--replace-waiting", is_flag=True, help="Take the place of a version that waits for its day.")
@FOLDER
@LANGUAGE
def publish(
    form_id: str,
    from_draft: bool,
    day: datetime | None,
    fills: tuple[str, ...],
    reason: str,
    replace_waiting: bool,
    folder: Path,
    language: str,
) -> None:
    """Publish all forms, or one, on the running system; the new version is current, older ones stay accepted.

    A version that would break stored answers or its rule set is refused, with the list, unless you give a reason; one
    that would take the place of a version that waits for its day, unless you say so.

    Example: rasoat forms publish phieu_b --on 2026-12-01
    """
    blobs = connect()
    definitions = Definitions(blobs)
    if from_draft:
        ready = [drafts.get_draft(form_id)]
    else:
        chosen = sources(folder, only=form_id)
        ready = [one for one in (_to_publish(each, blobs) for each in chosen) if one is not None]
    for one in ready:
        try:
            version = form_life.publish(
                one,
                may_override=True,
                effective_at=start_of_day(day.date()) if day else None,
                may_fill=fills,
                reason=reason,
                replace_waiting=replace_waiting,
                by=SYSTEM,
                definitions=definitions,
                blobs=blobs,
                clock=utc_now,
            )
        except ChangeBreaksData:
            compared = form_life.compare(one, definitions=definitions, blobs=blobs, clock=utc_now)
            with in_language(language):
                _tell_differences(differences_told(one.id, one.version, compared))
            raise
        click.echo(f"{version.form_id} {version.version} is out" + (f" from {day:%Y-%m-%d} on" if day else ""))


def _to_publish(source: FormSource, blobs: S3Blobs) -> FormDraft | None:
    """The folder's form as a draft; None when just this is out already."""
    out = repository.find_by_workbook(key_of(source.workbook))
    if out is not None:
        version = publish_version(source, by=SYSTEM, blobs=blobs, clock=utc_now)
        click.echo(f"{version.form_id} {version.version} is out")
        return None
    return drafts.make_draft(source, by=SYSTEM, blobs=blobs, clock=utc_now)


@click.command()
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("files", type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1)
@LANGUAGE
def upload(workbook: Path, files: tuple[Path, ...], language: str) -> None:
    """Upload a form (.xlsx, .xls, .csv, .md, KoboToolbox .json) as a draft, with the files that it names.

    Faults are told with sheet, row and column. Files that did not change may be left out.

    Example: rasoat forms upload phieu_moi.xlsx danh_sach.csv
    """
    blobs = connect()
    brought = {one.name: one.read_bytes() for one in files}
    try:
        given = upload_named(workbook.read_bytes(), workbook.name, brought)
        made = form_life.upload(given, by=SYSTEM, blobs=blobs, clock=utc_now)
    except FormNotCompiled as refusal:
        _tell(refusal.faults, language)
        sys.exit(1)
    _tell(drafts.told_of(made), language)
    click.echo(f"{made.id} {made.version}: {settings_of_command().base_url}/openrosa/test/{made.token}")


def _tell(faults: Iterable[WorkbookFault], language: str) -> None:
    with in_language(language):
        for one in fault_lines(faults):
            row = _("row %(num)s", num=one.row) if one.row else ""
            column = _("column %(name)s", name=one.column) if one.column else ""
            place = ", ".join(part for part in (one.sheet, row, column) if part)
            click.echo(f"{place}: {one.message}" if place else one.message, err=True)
            if one.detail:
                words = _("In the words of the tool (English)")
                click.echo(f"    {words}: {one.detail}", err=True)


@click.command()
@click.argument("form_id")
@click.argument("versions", nargs=-1)
@click.option("--json", "as_json", is_flag=True)
@LANGUAGE
def diff(form_id: str, versions: tuple[str, ...], as_json: bool, language: str) -> None:
    """What the draft of a form changes against what is out, and how many stored forms each change concerns.

    With two VERSIONS: what the second, published, changes against the first. Exit 1 when it would break what is stored
    or scored.

    Example: rasoat forms diff phieu_b
    Example: rasoat forms diff phieu_b 2026112201 2026112204
    """
    if len(versions) not in (0, 2):
        raise click.UsageError("Name two versions, or none for the draft.")
    blobs = connect()
    definitions = Definitions(blobs)
    if versions:
        compared = form_life.compare_versions(form_id, *versions, definitions=definitions, clock=utc_now)
        version = versions[1]
    else:
        draft = drafts.get_draft(form_id)
        compared, version = form_life.compare(draft, definitions=definitions, blobs=blobs, clock=utc_now), draft.version
    with in_language(language):
        told = differences_told(form_id, version, compared)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
    else:
        _tell_differences(told)
    if compared.breaks:
        sys.exit(1)


def _tell_differences(told: dict[str, Any]) -> None:
    click.echo(f"{told['form_id']} {told['version']} / {told['against'] or '-'} ({told['looked_at']})")
    for one in told["changes"]:
        click.echo(f"{'!' if one['breaks'] else ' '} {one['path']}: {one['message']}")
    for fault in told["ruleset_faults"]:
        click.echo(f"! {fault}")
    if told["waiting"]:
        click.echo(told["waiting"]["message"])
        for one in told["waiting"]["changes"]:
            click.echo(f"  {one['path']}: {one['message']}")


@click.command()
@click.argument("form_id")
@click.argument("state", type=click.Choice(STATES))
def state(form_id: str, state: str) -> None:
    """Say whether a form is offered and taken (open), only taken (closing), refused (closed), or retired.

    Example: rasoat forms state phieu_b closing
    """
    definitions = Definitions(connect())
    form = form_life.set_state(form_id, state, by=SYSTEM, definitions=definitions, clock=utc_now)
    click.echo(f"{form_id} is {form.state}")


@click.command()
@click.argument("form_id")
@FOLDER
def draft(form_id: str, folder: Path) -> None:
    """Offer a form of the folder under a test address, which only those who know it have. Nothing is published.

    Example: rasoat forms draft phieu_b
    """
    blobs = connect()
    for source in sources(folder, only=form_id):
        made = drafts.make_draft(source, by=SYSTEM, blobs=blobs, clock=utc_now)
        click.echo(f"{settings_of_command().base_url}/openrosa/test/{made.token}")


@click.command()
@click.argument("form_id")
def discard(form_id: str) -> None:
    """End the test address of a draft; what was sent to it goes.

    Example: rasoat forms discard phieu_b
    """
    connect()
    if not form_life.discard(form_id, by=SYSTEM, clock=utc_now):
        raise DraftNotFound(form_id=form_id)


@click.command()
@click.argument("form_id")
@click.option("--json", "as_json", is_flag=True)
@LANGUAGE
def trials(form_id: str, as_json: bool, language: str) -> None:
    """What was sent to the draft of a form, the latest first, and what its rules find. Answers only with --json.

    Example: rasoat forms trials phieu_b
    """
    blobs = connect()
    with in_language(language):
        told = [trial_told(one) for one in form_trials.trials(drafts.get_draft(form_id), blobs).told]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
    for one in () if as_json else told:
        click.echo(f"{one['instance_id']} {one['version']} {one['at']:%Y-%m-%d %H:%M}: {len(one['findings'])}")
        for found in one["findings"]:
            click.echo(f"  {found['path']}: {found['message']}" if found["path"] else f"  {found['message']}")


@click.command()
@click.argument("form_id")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--version", default=None, help="Else the current one.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Else a file named by form and version."
)
@LANGUAGE
def export(form_id: str, kind: str, version: str | None, output: Path | None, language: str) -> None:
    """Write a form's definition: XForm, workbook, KoboToolbox content, JSON Schema, codebook, or a blank form to print.

    Example: rasoat forms export phieu_b blank.pdf
    """
    blobs = connect()
    form = repository.get_form(form_id)
    found = repository.get_version(form_id, form.current_version if version is None else version)
    with in_language(language):
        made = file_of(found, kind, blobs)
    target = output or Path(made.name)
    target.write_bytes(made.content)
    click.echo(f"{target}")


@click.command()
@click.argument("form_id")
def validate(form_id: str) -> None:
    """Hold the stored answers of a form against the JSON Schema of the version they were filled with.

    Tells form and place, never an answer. Exit 1 when some do not fit.

    Example: rasoat forms validate phieu_b
    """
    blobs = connect()
    definitions, faulty, seen = Definitions(blobs), 0, 0
    for key, faults in answers_against_schema(form_id, definitions, now=utc_now()):
        seen += 1
        faulty += bool(faults)
        for fault in faults:
            click.echo(f"{key} {fault}")
    click.echo(f"{seen} forms, {faulty} do not fit")
    if faulty:
        sys.exit(1)


COMMANDS = (publish, upload, diff, export, validate, state, draft, trials, discard)
