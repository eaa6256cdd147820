"""Members of households as papers name them: in the words of the form that told of them, else of the register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.documents.paper_words import birth_told
from form_engine.definition import FormDefinition
from form_engine.publishing.repository import Definitions, find_version
from registry.rules.ethnic_groups import name_of_group
from registry.rules.identity import masked
from registry.rules.person import HEAD, Person
from review.rules.roster import members_told
from submissions import repository as submissions

_AT_ONCE = 100
_SEXES = {"male": "Nam", "female": "Nữ"}
_RELATIONS = {
    "01": "Chủ hộ",
    "02": "Vợ/chồng",
    "03": "Con đẻ",
    "04": "Con nuôi",
    "05": "Con dâu/con rể",
    "06": "Bố/mẹ",
    "07": "Bố/mẹ vợ hoặc chồng",
    "08": "Ông/bà",
    "09": "Cháu nội/ngoại",
    "10": "Anh/chị/em ruột",
    "11": "Cháu ruột",
    "12": "Họ hàng khác",
    "99": "Không có quan hệ họ hàng",
}


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


def members_of_register(people: Iterable[Person]) -> list[Told]:
    """As the register knows them, the head first; where the form told of nobody."""
    return [
        Told(
            name=one.name,
            relation=_RELATIONS.get(one.home.relation, "") if one.home else "",
            sex=_SEXES.get(one.sex, ""),
            born=birth_told(one.birth),
            identity=one.number,
            people=name_of_group(one.ethnic_group) if one.ethnic_group else "",
            is_head=one.home is not None and one.home.relation == HEAD,
        )
        for one in people
    ]


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
