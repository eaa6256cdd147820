"""Báo cáo: the summary reports R1 to R15 of a round, of a district, of a province; as tables, workbook and paper."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.console import places
from app.console.blueprint import bp
from app.console.papers import file_response, sent
from app.documents.kept import Subject
from app.documents.paper import Paper, b, centred
from app.documents.paper_words import of_the_committee, place_and_day
from app.documents.rendering import to_pdf
from app.documents.word import to_docx
from app.reports.report_paper import report_paper
from app.reports.scope import COUNTED, LISTED, Scope, of_area, of_round, people_tables
from app.reports.table import ReportTable, shown
from app.reports.workbook import workbook
from app.wiring import current_actor, deps, requires, today
from core import audit
from core.errors import NotAllowed, NotFound
from registry import repository as registry
from registry.rules.standing import POOREST_FIRST
from review import decisions, population, repository
from review.actions.reopened import count_by_round
from review.models import Round
from review.rules.report_counts import POPULATION

_SHOWN_PEOPLE = 200
_LISTED = "report.people_listed"
BORDERS, TODAY = "ranh-gioi", "nay"
"""As on the page of an area: figures in today's borders; without it in those of the round."""
_OFFICIAL, _PRELIMINARY = "chinh-thuc", "so-bo"


class ReportNotFound(NotFound):
    """There is no report of this place and year yet."""

    code = "reports.not_found"


@bp.get("/bao-cao")
@requires("household.read")
def reports_page() -> ResponseReturnValue:
    """One report of a round (`dot`) or an area (`dia-ban`, `nam`); without them what there is to choose from.

    `ban` chooses the edition of a round; without it the official one once there is a decision.
    """
    if "dot" not in request.args and "dia-ban" not in request.args:
        return _choice()
    scope = _scope()
    code = _code()
    tables = _tables(scope, [code])
    return render_template(
        "console/reports.html",
        scope=scope,
        code=code,
        codes=[*COUNTED, *(LISTED if _is_of_round() else ())],
        tables=tables,
        most=_SHOWN_PEOPLE,
        shown=shown,
        given=_given(),
        borders_of_then={name: value for name, value in _given().items() if name != BORDERS},
        borders_of_today=_given() | {BORDERS: TODAY},
        official=_OFFICIAL,
        preliminary=_PRELIMINARY,
        is_decided=bool(decisions.decisions_of(scope.opened.id)),
        is_of_round=_is_of_round(),
        reopened_rounds=count_by_round(scope.reopened),
        round_names=_names_of_rounds(scope),
        matrix=_matrix(scope) if _is_of_round() else {},
        standings=POOREST_FIRST,
        population=population.population_of(scope.opened.id) if _is_of_round() else {},
        villages=registry.villages_within(scope.opened.commune_path, on=scope.opened.opens_on),
        figures=POPULATION,
    )


@bp.post("/bao-cao/dan-so")
@requires("list.submit")
def tell_population() -> ResponseReturnValue:
    """How many live in each village of a round: what the rates of the reports are counted of."""
    actor, given = current_actor(), request.form
    opened = repository.get_round_of(given.get("dot", ""), seen_by=actor)
    villages = {}
    for village in registry.villages_within(opened.commune_path, on=opened.opens_on):
        told = {name: _number(given.get(f"{name}-{village.code}", "")) for name in POPULATION}
        villages[village.id] = {name: number for name, number in told.items() if number is not None}
    population.keep_population(opened.id, villages, by=actor.id, clock=deps().clock)
    audit.record(population.TOLD, by=actor.id, subject=opened.id, at=deps().clock())
    return redirect(url_for("console.reports_page", dot=opened.id, ban=given.get("ban", _PRELIMINARY)), 303)


@bp.get("/bao-cao.<any(xlsx, pdf, docx):form>")
@requires("household.read")
def report_file(form: str) -> Response:
    """The same rows as the page with the same address; without `bang` all reports that count."""
    scope = _scope()
    codes = [_code()] if request.args.get("bang") else list(COUNTED)
    tables = _tables(scope, codes)
    paper = _paper(scope, tables)

    def make() -> bytes:
        if form == "xlsx":
            return workbook(tables, scope.place, scope.told)
        return to_pdf(paper) if form == "pdf" else to_docx(paper)

    if not (_is_of_round() and scope.is_official):  # what is still moving is not kept
        return sent(make(), form, f"bao-cao-{paper.hashed[:8]}")
    names = "-".join(dict.fromkeys(one.code for one in tables)) if len(codes) == 1 else "all"
    place, opened = scope.opened.commune_path, scope.opened.id
    subject = Subject("report", f"{opened}-{names}", opened, place, "household.read")
    return file_response(subject, form, paper.hashed, make)


def _choice() -> str:
    actor = current_actor()
    rounds = repository.rounds_within(actor.area_path)
    signed = {one.id for one in rounds if decisions.decisions_of(one.id)}
    names = places.names_of_places({one.commune_path for one in rounds})
    years = sorted({one.year for one in rounds if one.id in signed}, reverse=True)
    is_wide = not places.is_local(actor.area_path)
    return render_template(
        "console/report_choice.html",
        rounds=rounds,
        signed=signed,
        names=names,
        years=years if is_wide else [],
        area=places.breadcrumb(actor.area_path),
        area_path=actor.area_path,
        official=_OFFICIAL,
        preliminary=_PRELIMINARY,
    )


def _scope() -> Scope:
    """Raises RoundNotFound, NotAllowed outside the actor's area, ReportNotFound before anything was decided."""
    actor, given = current_actor(), request.args
    if _is_of_round():
        opened = repository.get_round_of(given["dot"], seen_by=actor)
        is_decided = bool(decisions.decisions_of(opened.id))
        official = given.get("ban", _OFFICIAL if is_decided else _PRELIMINARY) == _OFFICIAL
        if official and not is_decided:
            raise ReportNotFound()
        return of_round(opened, official=official, definitions=deps().definitions, today=today(), borders=_borders())
    path = given.get("dia-ban", "")
    if not actor.covers(path):
        raise NotAllowed(path=path)
    year = _number(given.get("nam", "")) or today().year
    rounds = [one for one in repository.rounds_within(path) if one.year == year and decisions.decisions_of(one.id)]
    rounds = _of_one_standard(rounds)
    if not rounds:
        raise ReportNotFound()
    return of_area(path, rounds, year, definitions=deps().definitions, today=today(), borders=_borders())


def _borders() -> date | None:
    return today() if request.args.get(BORDERS) == TODAY else None


def _of_one_standard(rounds: list[Round]) -> list[Round]:
    """Rounds by the standard that most went by: figures of two standards do not add up."""
    counts = Counter(one.ruleset_id for one in rounds)
    chosen = counts.most_common(1)[0][0] if counts else ""
    return [one for one in rounds if one.ruleset_id == chosen]


def _tables(scope: Scope, codes: list[str]) -> list[ReportTable]:
    people = [one for one in codes if one in LISTED and _is_of_round()]
    if people:
        audit.record(_LISTED, by=current_actor().id, subject=scope.opened.id, at=deps().clock(), reports=people)
    counted = [one for one in scope.tables() if one.code in codes] if set(codes) & set(COUNTED) else []
    return [*counted, *people_tables(scope, people, deps().definitions)]


def _paper(scope: Scope, tables: list[ReportTable]) -> Paper:
    title = " ".join(dict.fromkeys(one.code for one in tables))
    issuer = of_the_committee(scope.area, on=scope.day, number="........./BC-UBND")
    if not _is_of_round():
        issuer = (centred(b("ỦY BAN NHÂN DÂN"), size=12), centred(b(scope.place.upper()), size=12))
    day = place_and_day(scope.place, scope.day)
    return report_paper(tables, issuer, day, scope.place, scope.told, title=f"Báo cáo {title}")


def _matrix(scope: Scope) -> Mapping[tuple[str, str], int]:
    """Households by their class before and now."""
    return Counter((one.standing_before, one.standing) for one in scope.basis.rows.values())


def _names_of_rounds(scope: Scope) -> Mapping[str, str]:
    """Communes by round, where households of an area were reopened."""
    paths = {one: repository.get_round(one).commune_path for one in count_by_round(scope.reopened)}
    names = places.names_of_places(paths.values())
    return {round_id: names.get(path, "") for round_id, path in paths.items()}


def _given() -> dict[str, str]:
    """The address without which report it shows."""
    return {name: value for name, value in request.args.items() if name in ("dot", "ban", "dia-ban", "nam", BORDERS)}


def _is_of_round() -> bool:
    return "dot" in request.args


def _code() -> str:
    told = request.args.get("bang", COUNTED[0])
    return told if told in COUNTED or (told in LISTED and _is_of_round()) else COUNTED[0]


def _number(told: str) -> int | None:
    told = told.strip().replace(".", "")
    return int(told) if told.isascii() and told.isdigit() and int(told) <= population.MOST else None
