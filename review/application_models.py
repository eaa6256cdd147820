"""What is kept of applications for a review, or to leave the list."""

from mongoengine import (
    DateField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    StringField,
)

from review.rules.application import ApplicationKind, Channel, Work


class ApplicationMember(EmbeddedDocument):
    """A line of the table of members. birth: as exactly as it was told (registry/rules/birth.py)."""

    name = StringField(required=True)
    sex = StringField(default="", choices=("", "male", "female"))
    birth = StringField(default="")
    relation = StringField(default="")
    work = StringField(default="", choices=("", *Work))
    occupation = StringField(default="")


class Application(Document):
    """Giấy đề nghị: an entry of the commune's register. number: unique in the commune and year of receipt.

    It is never changed; what came of it is the case of its household. sex to current_address: of who wrote it, as the
    paper tells them; identity: whole, leaves with a trace alone (app/applications.py).
    """

    id = StringField(primary_key=True)
    commune_path = StringField(required=True)
    village_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    year = IntField(required=True)
    number = IntField(required=True)
    round_id = StringField(required=True)
    case_id = StringField(required=True)
    household_id = StringField(required=True)
    household_code = StringField(required=True)
    head_name = StringField(required=True)
    kind = StringField(required=True, choices=tuple(ApplicationKind))
    channel = StringField(required=True, choices=tuple(Channel))
    applicant = StringField(default="")
    contact = StringField(default="")
    reason = StringField(required=True)
    address = StringField(default="")
    """Of the household when it was entered."""
    sex = StringField(default="", choices=("", "male", "female"))
    birth = StringField(default="")
    ethnic_group = StringField(default="")
    identity = StringField(default="")
    issued_on = DateField()
    issued_by = StringField(default="")
    permanent_address = StringField(default="")
    current_address = StringField(default="")
    listed_as = StringField(default="", choices=("", "poor", "near_poor"))
    listed_from = IntField()
    listed_until = IntField()
    members = EmbeddedDocumentListField(ApplicationMember)
    received_on = DateField(required=True)
    due_on = DateField(required=True)
    recorded_by = StringField(required=True)
    recorded_at = DateTimeField(required=True)

    meta = {  # noqa: RUF012
        "collection": "applications",
        "auto_create_index": False,
        "indexes": ["round_id", "case_id", "household_id", ("within", "number")],
    }
