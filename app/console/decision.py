"""Quyết định: whom it recognised, its four lists, and the certificates that follow from it."""

from collections.abc import Mapping, Sequence

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.auth import people
from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.papers import FORM, WITH_NUMBERS, paper_response, whole_numbers
from app.documents.certificate_paper import certificates_paper
from app.documents.decision_paper import decision_paper
from app.documents.heads_told import HeadTold, head_told, masked_head
from app.documents.kept import Subject
from app.documents.members_told import Told, masked_numbers, members_of_forms, members_of_register
from app.documents.paper import Paper
from app.documents.refusal_papers import is_refused
from app.wiring import current_actor, deps, requires
from registry import persons
from registry import repository as registry
from registry.rules.person import Person
from review import applications, appraisals, decisions, repository
from review.actions import certificates as papers
from review.actions import decision as acts
from review.actions.commune_list import cases_of_commune, lists_of, reopened_of
from review.actions.rulesets import ruleset_of
from review.commune_errors import CertificateNotFound
from review.commune_models import Certificate, Decision


@bp.get("/quyet-dinh/<decision_id>")
@requires("case.read")
def decision(decision_id: str) -> ResponseReturnValue:
    """Number, day, signer, the four lists, certificates."""
    found = _find(decision_id)
    return render_template(
        "console/decision.html",
        decision=found,
        opened=repository.get_round(found.round_id),
        area=places.breadcrumb(found.commune_path),
        lists=lists_of(found.rows),
        reopened=reopened_of(found, cases_of_commune(repository.get_round(found.round_id))),
        villages=places.names_of_places({one.village_path for one in found.rows}),
        refused=sum(is_refused(one, found) for one in cases_of_commune(repository.get_round(found.round_id))),
        certificates=papers.papers_of(found),
        names=people.names_of([found.signed_by, *([found.certified_by] if found.certified_by else [])]),
        may_sign=may(current_actor(), "decision.sign"),
    )


@bp.post("/quyet-dinh/<decision_id>/giay-chung-nhan")
@requires("decision.sign")
def certify(decision_id: str) -> ResponseReturnValue:
    """Make out the certificates. Pressed twice, none is made twice."""
    papers.certify(_find(decision_id), by=current_actor(), clock=deps().clock)
    return redirect(url_for("console.decision", decision_id=decision_id), 303)


@bp.get(f"/quyet-dinh/<decision_id>/quyet-dinh.{FORM}")
@requires("case.read")
def decision_on_paper(decision_id: str, form: str) -> Response:
    """The decision with its lists."""
    found = _find(decision_id)
    opened = repository.get_round(found.round_id)
    villages = places.names_of_places(one.village_path for one in found.rows)
    members = members_of_forms((one.submission_key for one in found.rows), deps().definitions)
    is_whole = whole_numbers("decision", found.id)
    members = members if is_whole else masked_numbers(members)
    level = appraisals.get_appraisal(found.appraisal_id, seen_by=current_actor()).level
    sheet = ruleset_of(opened.ruleset_id, opened.ruleset_hash)
    basis = [one.vi for one in sheet.legal_basis] if sheet else []
    area = places.breadcrumb(found.commune_path)
    paper = decision_paper(found, opened, area, villages, members, level=level, legal_basis=basis)
    seen_by = WITH_NUMBERS if is_whole else "case.read"
    return paper_response(paper, form, Subject("decision", found.id, found.round_id, found.commune_path, seen_by))


@bp.get(f"/giay-chung-nhan/<certificate_id>.{FORM}")
@requires("household.read")
def certificate_on_paper(certificate_id: str, form: str) -> Response:
    """One certificate, to be signed and handed over."""
    found = decisions.get_certificate(certificate_id, seen_by=current_actor())
    last = decisions.get_decision(found.lines[-1].decision_id, seen_by=current_actor())
    is_whole = whole_numbers("certificate", found.id)
    seen_by = WITH_NUMBERS if is_whole else "household.read"
    subject = Subject("certificate", found.id, last.round_id, found.village_path, seen_by)
    return paper_response(_papers([found], is_whole=is_whole), form, subject)


@bp.get(f"/quyet-dinh/<decision_id>/giay-chung-nhan.{FORM}")
@requires("household.read")
def all_certificates_on_paper(decision_id: str, form: str) -> Response:
    """The certificates of a decision in one file, a page each. Raises CertificateNotFound while there is none."""
    found = _find(decision_id)
    issued = papers.papers_of(found)
    if not issued:
        raise CertificateNotFound(decision_id=decision_id)
    is_whole = whole_numbers("certificates", found.id)
    seen_by = WITH_NUMBERS if is_whole else "household.read"
    subject = Subject("certificates", found.id, found.round_id, found.commune_path, seen_by)
    return paper_response(_papers(issued, is_whole=is_whole), form, subject)


def _papers(issued: Sequence[Certificate], *, is_whole: bool) -> Paper:
    areas = {path: places.breadcrumb(path) for path in {one.village_path for one in issued}}
    keys = {one.id: one.lines[-1].submission_key for one in issued}
    signed_by = decisions.by_id((one.lines[-1].decision_id for one in issued), seen_by=current_actor())
    told = members_of_forms(keys.values(), deps().definitions)
    known = persons.members_of_many(one.household_id for one in issued)
    heads = _heads(issued, {paper: told.get(key, ()) for paper, key in keys.items()}, known)
    members = {one.id: told.get(keys[one.id]) or members_of_register(known.get(one.household_id, ())) for one in issued}
    if not is_whole:
        members = masked_numbers(members)
        heads = {paper: masked_head(one) for paper, one in heads.items()}
    return certificates_paper(issued, signed_by, areas, members, heads)


def _heads(
    issued: Sequence[Certificate], rosters: Mapping[str, Sequence[Told]], known: Mapping[str, Sequence[Person]]
) -> dict[str, HeadTold]:
    ids = [one.household_id for one in issued]
    homes, papers = registry.households_by_id(ids), applications.of_households(ids)
    return {
        one.id: head_told(
            one,
            rosters[one.id],
            known.get(one.household_id, ()),
            papers.get(one.household_id, ()),
            homes.get(one.household_id),
        )
        for one in issued
    }


def _find(decision_id: str) -> Decision:
    return acts.settle(decisions.get_decision(decision_id, seen_by=current_actor()), clock=deps().clock)
