"""What is kept about places and people."""

from datetime import date

from mongoengine import (
    BooleanField,
    DateField,
    DateTimeField,
    DictField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    StringField,
)


class AreaStretch(EmbeddedDocument):
    """What an area was called and counted as since a day. document: of the act that made it so."""

    since = DateField(required=True)
    name = StringField(required=True)
    area_kind = StringField()
    score_area = StringField()
    document = StringField(default="")


class Area(Document):
    """A province, district, commune or village as it stood between two days; the id is its path of codes.

    area_kind (urban, rural) and score_area (score sheet) belong to the commune and are copied to its villages. Name,
    area_kind and score_area are the present ones; what they were on another day tells `stretches`
    (registry/areas.py, `facts_on`). successors: the areas that took its place. sought: its names without marks.
    """

    id = StringField(primary_key=True)
    code = StringField(required=True)
    kind = StringField(required=True, choices=("province", "district", "commune", "village"))
    name = StringField(required=True)
    within = ListField(StringField(), required=True)
    area_kind = StringField(choices=("urban", "rural"))
    score_area = StringField()
    valid_from = DateField(required=True)
    valid_to = DateField()
    successors = ListField(StringField())
    stretches = EmbeddedDocumentListField(AreaStretch)
    sought = StringField()

    meta = {"collection": "areas", "auto_create_index": False, "indexes": [("within", "kind"), "code", "successors"]}  # noqa: RUF012


class ReplacedStanding(EmbeddedDocument):
    """What an earlier decision of the same year had recognised."""

    standing = StringField(required=True)
    ruleset_id = StringField(required=True)
    decision = StringField()
    people = IntField()


class StandingYear(EmbeddedDocument):
    """The recognised standing of a household for one year, under the rule set of that year.

    replaced: what earlier decisions of that year had said, in their order: a monthly one before the yearly.
    """

    year = IntField(required=True)
    standing = StringField(required=True)
    ruleset_id = StringField(required=True)
    decision = StringField()
    people = IntField()
    """Members when it was recognised; None when nobody told."""
    replaced = EmbeddedDocumentListField(ReplacedStanding)


class FormerPlace(EmbeddedDocument):
    """A village that a household belonged to, until its last day there.

    why: "borders" (the village became part of another), "moved" (the household went).
    """

    village_path = StringField(required=True)
    until = DateField(required=True)
    why = StringField(required=True, choices=("borders", "moved"))
    act = StringField(default="")


class Household(Document):
    """Hộ gia đình. The id is ours and permanent; the code is what the commune writes on its papers."""

    id = StringField(primary_key=True)
    code = StringField(required=True)
    head_name = StringField(required=True)
    head_folded = StringField(required=True)
    address = StringField(default="")
    village_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    commune_path = StringField()
    province_path = StringField()
    terms = ListField(StringField())
    """Under which the head's name is found (registry/rules/search_terms.py)."""
    rank = IntField()
    former_places = EmbeddedDocumentListField(FormerPlace)
    """Oldest first; empty for a household that never left its village."""
    was_within = ListField(StringField())
    """All areas that held its former places."""
    left_on = DateField()
    """The last day in its commune, of one that is gone; left_why: moved, died, merged."""
    left_why = StringField()
    came_on = DateField()
    """The first day as a household of its commune, of one that came; came_how: split, moved_in."""
    came_how = StringField()
    split_from = StringField()
    """The household that it was a part of (housing support asks for three years since)."""
    events = ListField(StringField())
    """Ids of the events that were written to it."""
    members_count = IntField(min_value=0)
    standings = EmbeddedDocumentListField(StandingYear)
    is_managed = BooleanField(default=False)
    source = StringField(required=True, choices=("managed_list", "application", "found"))
    found_by_submission = StringField()
    position = DictField()
    """Where its latest form was filled (registry/rules/closeness.py)."""
    cell = StringField()
    roster_at = DateTimeField()
    """When the roster was told that the members follow (registry/rosters.py)."""
    roster_source = StringField()
    registered_at = DateTimeField(required=True)
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "households",
        "auto_create_index": False,
        "indexes": [
            ("within", "code"),
            ("village_path", "code"),
            ("commune_path", "terms", "rank"),
            ("province_path", "terms", "rank"),
            "was_within",
        ],
    }

    def place_on(self, day: date) -> str:
        """The path of its village on a day, in the borders of that day."""
        former = next((one for one in self.former_places if day <= one.until), None)
        return str(former.village_path if former else self.village_path)

    @property
    def standing(self) -> str:
        """The latest recognised standing; non_poor when there never was one."""
        latest = max(self.standings, key=lambda one: one.year, default=None)
        return latest.standing if latest else "non_poor"

    @property
    def earlier_standings(self) -> list[str]:
        """Recognised standings of the years before the latest, oldest first."""
        return [one.standing for one in sorted(self.standings, key=lambda one: one.year)[:-1]]
