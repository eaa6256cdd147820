"""Giấy đề nghị: one entry of the register, its paper to be signed or filled by hand, its receipt."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.applications import masked_number, number_for, who_looked
from app.auth import people
from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.papers import FORM, WITH_NUMBERS, paper_response, whole_numbers
from app.documents.application_paper import application_paper, application_receipt
from app.documents.kept import Subject
from app.wiring import current_actor, requires
from review import applications, repository
from review.application_models import Application
from review.rules.application import doubts
from review.rules.procedures import ApplicationForms, procedure_for


@bp.get("/giay-de-nghi/<application_id>")
@requires("household.read")
def application(application_id: str) -> ResponseReturnValue:
    """What stands on it, with the last digits of the number. Raises ApplicationNotFound."""
    found = applications.get_application(application_id, seen_by=current_actor())
    return _page(found, masked_number(found))


@bp.post("/giay-de-nghi/<application_id>/so")
@requires("person.identify")
def application_number(application_id: str) -> ResponseReturnValue:
    """With the whole number; it is written down who looked."""
    actor = current_actor()
    found = applications.get_application(application_id, seen_by=actor)
    return _page(found, number_for(found, actor), is_whole=True)


@bp.get(f"/giay-de-nghi/<application_id>/giay.{FORM}")
@requires("household.read")
def application_on_paper(application_id: str, form: str) -> Response:
    """The entry in the layout of its form, to be signed by who applies."""
    found = applications.get_application(application_id, seen_by=current_actor())
    is_whole = bool(found.identity) and whole_numbers("application", found.id)
    identity = found.identity if is_whole else masked_number(found)
    area = places.breadcrumb(found.village_path)
    paper = application_paper(_forms(found.round_id), found.kind, area, found, identity=identity, by=_receiver(found))
    seen_by = WITH_NUMBERS if is_whole else "household.read"
    return paper_response(paper, form, Subject("application", found.id, found.round_id, found.village_path, seen_by))


@bp.get(f"/giay-de-nghi/<application_id>/tiep-nhan.{FORM}")
@requires("household.read")
def application_receipt_on_paper(application_id: str, form: str) -> Response:
    """The receipt that who applies takes home."""
    found = applications.get_application(application_id, seen_by=current_actor())
    area = places.breadcrumb(found.village_path)
    paper = application_receipt(_forms(found.round_id), found, area, by=_receiver(found))
    subject = Subject("application_receipt", found.id, found.round_id, found.village_path, "household.read")
    return paper_response(paper, form, subject)


@bp.get(f"/dot/<round_id>/giay-de-nghi-trang/<any(entry, exit):kind>.{FORM}")
@requires("case.read")
def blank_application(round_id: str, kind: str, form: str) -> Response:
    """An empty form of the period, to be filled by hand. Raises RoundNotFound."""
    opened = repository.get_round_of(round_id, seen_by=current_actor())
    paper = application_paper(_forms(opened.id), kind, places.breadcrumb(opened.commune_path), None, identity="")
    subject = Subject("application_blank", f"{opened.id}-{kind}", opened.id, opened.commune_path)
    return paper_response(paper, form, subject)


def _forms(round_id: str) -> ApplicationForms:
    return procedure_for(repository.get_round(round_id).ruleset_id).application


def _receiver(found: Application) -> str:
    return people.names_of([found.recorded_by]).get(found.recorded_by, "")


def _page(found: Application, number: str, *, is_whole: bool = False) -> str:
    may_identify = may(current_actor(), "person.identify")
    looked = who_looked(found) if may_identify else []
    return render_template(
        "console/application.html",
        application=found,
        opened=repository.get_round(found.round_id),
        area=places.breadcrumb(found.village_path),
        forms=_forms(found.round_id),
        number=number,
        is_whole=is_whole,
        doubts=list(doubts(found.identity, sex=found.sex, birth=found.birth)),
        may_identify=may_identify,
        looked=looked,
        names=people.names_of([found.recorded_by, *(one["by"] for one in looked)]),
    )
