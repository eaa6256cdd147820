"""The head of a household as a certificate names him: of the form, else of the register, else of his application."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.documents.members_told import Told
from registry.models import Household
from registry.rules.ethnic_groups import name_of_group
from registry.rules.identity import masked, read_number
from registry.rules.names import folded
from registry.rules.person import HEAD, Person
from review.application_models import Application
from review.commune_models import Certificate


@dataclass(frozen=True, slots=True)
class HeadTold:
    """What is empty was told nowhere. issued_on: of the number that is named. is_home: the residence is the address
    that the register has, within its village."""

    people: str = ""
    identity: str = ""
    issued_on: str = ""
    permanent_address: str = ""
    is_home: bool = False


def head_told(
    paper: Certificate,
    roster: Sequence[Told],
    members: Iterable[Person],
    papers: Sequence[Application],
    home: Household | None,
) -> HeadTold:
    """roster: of the form that the certificate follows. members: of the register. papers: applications of the
    household, the oldest first. home: where the register has it live, when no application tells of another residence.
    """
    named = folded(paper.head_name)
    on_form = next((one for one in roster if folded(one.name) == named), None)
    on_form = on_form or next((one for one in roster if one.is_head), None)
    known = list(members)
    person = next((one for one in known if one.folded == named), None)
    person = person or next((one for one in known if one.home and one.home.relation == HEAD), None)
    own = [one for one in reversed(papers) if folded(one.applicant) == named]
    numbers = [on_form.identity if on_form else "", person.number if person else "", *(one.identity for one in own)]
    identity = _first(numbers)
    groups = [name_of_group(person.ethnic_group) if person and person.ethnic_group else ""]
    groups += [name_of_group(one.ethnic_group) for one in own if one.ethnic_group]
    told = _first(one.permanent_address for one in own)
    address = _first([paper.address, home.address if home else ""])
    return HeadTold(
        people=_first([on_form.people if on_form else "", *groups]),
        identity=identity,
        issued_on=_issued(identity, person, own),
        permanent_address=told or address,
        is_home=not told and bool(address),
    )


def masked_head(told: HeadTold) -> HeadTold:
    """With the last digits of the number alone."""
    return replace(told, identity=masked(told.identity) if told.identity else "")


def _issued(identity: str, person: Person | None, own: Iterable[Application]) -> str:
    """The day is that of the very number that is named."""
    number = read_number(identity)
    if number is None:
        return ""
    days = [one.issued_on for one in (person.papers if person else ()) if one.number == number.digits]
    days += [one.issued_on for one in own if one.identity == number.digits]
    return next((f"{day:%d/%m/%Y}" for day in days if day is not None), "")


def _first(told: Iterable[str | None]) -> str:
    return next((one for one in told if one), "")
