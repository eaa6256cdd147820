"""What happened to a household: each act with its day, reason and author; nothing of before is removed by it."""

from mongoengine import BooleanField, DateField, DateTimeField, DictField, Document, ListField, StringField


class HouseholdEvent(Document):
    """Biến động của hộ. kind: registry/rules/household_events.py.

    persons: those whom it concerns. other: the household that is made, or that takes the people over. facts: what was
    told beside, with `before` where something is put right. to_commune: where a household goes that moves out; taken_in
    is the event by which that commune took it in. undone_by: the later event that takes this one back.
    """

    id = StringField(primary_key=True)
    kind = StringField(required=True)
    household_id = StringField(required=True)
    village_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    on = DateField(required=True)
    reason = StringField(required=True)
    persons = ListField(StringField())
    other = StringField(default="")
    to_commune = StringField(default="")
    taken_in = StringField(default="")
    facts = DictField()
    undone_by = StringField(default="")
    by = StringField(required=True)
    at = DateTimeField(required=True)
    is_settled = BooleanField(default=False)

    meta = {  # noqa: RUF012
        "collection": "household_events",
        "auto_create_index": False,
        "indexes": ["household_id", "other", ("to_commune", "taken_in"), ("within", "on"), "is_settled"],
    }
