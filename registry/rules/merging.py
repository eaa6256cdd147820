"""Two entries of one person become one, and two again: what each of them keeps of it, by the decision that says so.

The entry that is given up keeps all that was told of him and points to the other. What the decision adds bears its
name, so that taking it back takes exactly that back. Values in, values out; done twice, nothing changes.
"""

from dataclasses import replace
from datetime import date

from registry.rules.person import Began, Ended, Person, joined, left


def given_up(person: Person, kept: Person, *, on: date, source: str) -> Person:
    """The entry that is the same person as another one."""
    if person.merged_into:
        return person
    person = left(person, on=on, ended=Ended.SAME_PERSON, source=source)
    return replace(person, merged_into=kept.id)


def kept_with(person: Person, other: Person, *, household_id: str, relation: str, on: date, source: str) -> Person:
    """The entry that stays, with the papers of the other. household_id: where he lives, "" for where he stands now."""
    if source in {*(one.source for one in person.papers), *(one.source for one in person.memberships)}:
        return person
    held = {one.number for one in person.papers}
    papers = tuple(replace(one, source=source) for one in other.papers if one.number not in held)
    person = replace(person, papers=(*person.papers, *papers))
    if not household_id or (person.home and person.home.household_id == household_id):
        return person
    return joined(person, household_id, relation, on=on, began=Began.SAME_PERSON, source=source)


def without(person: Person, *, source: str) -> Person:
    """The entry that stayed as it would be without the decision; where he went since by another event, he stays."""
    lines = [one for one in person.memberships if one.source != source]
    has_home = any(one.is_open for one in lines)
    lines = [
        replace(one, until=None, ended="", ended_by="") if one.ended_by == source and not has_home else one
        for one in lines
    ]
    papers = tuple(one for one in person.papers if one.source != source)
    return replace(person, memberships=tuple(lines), papers=papers)


def own_again(person: Person, *, source: str) -> Person:
    """The entry that was given up, in its own right again."""
    return replace(without(person, source=source), merged_into="")
