"""Members of households as papers name them: relation, sex and people in the words of the form that told of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from form_engine.definition import FormDefinition
from form_engine.publishing.repository import Definitions, find_version
from registry.rules.identity import masked
from registry.rules.person import HEAD
from review.rules.roster import members_told
from submissions import repository as submissions

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Told:
    """born: a day or a year, as known. identity: as it was told, never filled up."""

    name: str
    relation: str
    sex: str
    born: str
    identity: str
    people: str
    is_head: bool = False


def members_of_forms(keys: Iterable[str], definitions: Definitions) -> dict[str, Sequence[Told]]:
    """By the key of the submission; a form that told of nobody is left out."""
    wanted = list(keys)
    found: dict[str, Sequence[Told]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for form in submissions.answers_of(wanted[start : start + _AT_ONCE]):
            version = find_version(form["form_id"], form.get("form_version", ""))
            definition = definitions.of(version) if version else None
            roster = members_told(form["answers"], form.get("root_key") or form["_id"])
            if roster:
                found[form["_id"]] = [told(one.told, definition) for one in roster]
    return found


def masked_numbers(members: Mapping[str, Sequence[Told]]) -> dict[str, Sequence[Told]]:
    """The same people with the last digits of their numbers alone."""
    return {
        key: [replace(one, identity=masked(one.identity) if one.identity else "") for one in those]
        for key, those in members.items()
    }


def told(member: Mapping[str, str], definition: FormDefinition | None) -> Told:
    def word(name: str) -> str:
        code = member.get(name, "")
        field = definition.fields_by_name.get(name) if definition else None
        choice = field.choice(code) if field else None
        return (choice.labels.get("vi") or code) if choice else code

    return Told(
        name=member.get("member_name", ""),
        relation=word("relation"),
        sex=word("sex"),
        born=_day(member.get("birth_date", "")) or member.get("birth_year", ""),
        identity=member.get("id_number", ""),
        people=word("ethnic_group"),
        is_head=member.get("relation") == HEAD,
    )


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text[:10]):%d/%m/%Y}"
    except ValueError:
        return ""
