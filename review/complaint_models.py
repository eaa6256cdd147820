"""What is kept about complaints and re-verifications."""

from mongoengine import (
    BooleanField,
    DateField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    LongField,
    StringField,
)

from review.models import Assessment
from review.rules.complaint import ComplaintState, Ground, Outcome


class ComplaintAct(EmbeddedDocument):
    """Something that was done about a complaint. by: empty for a citizen."""

    act = StringField(required=True)
    at = DateTimeField(required=True)
    by = StringField(default="")
    note = StringField(default="")


class Complaint(Document):
    """Phản ánh, khiếu nại about a posted list: one entry of the register. Who complains stands in `Complainant` alone.

    code: of the receipt, by which the citizen asks how it stands. case_id: empty while the household is named in words
    alone. household: name of the head as posted, or those words. keys: of the posts that changed it.
    """

    id = StringField(primary_key=True)
    code = StringField(required=True)
    posting_id = StringField(required=True)
    round_id = StringField(required=True)
    village_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    case_id = StringField(default="")
    household = StringField(required=True)
    is_missing = BooleanField(default=False)
    ground = StringField(required=True, choices=tuple(Ground))
    words = StringField(required=True)
    documents = StringField(default="")
    is_anonymous = BooleanField(default=False)
    channel = StringField(required=True, choices=("public", "paper"))
    received_on = DateField(required=True)
    received_at = DateTimeField(required=True)
    received_by = StringField(default="")
    due_on = DateField(required=True)
    state = StringField(required=True, choices=tuple(ComplaintState))
    reverification_id = StringField(default="")
    outcome = StringField(default="", choices=("", *Outcome))
    answer = StringField(default="")
    answered_at = DateTimeField()
    answered_by = StringField(default="")
    history = EmbeddedDocumentListField(ComplaintAct)
    keys = ListField(StringField())
    seq = LongField(required=True)
    is_settled = BooleanField(default=False)
    """Whether list and case stand where this complaint puts them."""
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "complaints",
        "auto_create_index": False,
        "indexes": ["code", "posting_id", "case_id", ("within", "state", "seq"), ("within", "seq"), "is_settled"],
    }


class Complainant(Document):
    """Who made a complaint (the id is the complaint's): apart, so that no list, page or program reads it by the way."""

    id = StringField(primary_key=True)
    name = StringField(default="")
    contact = StringField(default="")

    meta = {"collection": "complainants", "auto_create_index": False}  # noqa: RUF012


class Reverification(Document):
    """Phúc tra: one household is visited again by another enumerator; all its complaints hang on it.

    state dropped: nothing is left to look at, or the household left the round. before, after: the results that were
    compared, kept when it ended. answer: what the complainants are told.
    """

    id = StringField(primary_key=True)
    round_id = StringField(required=True)
    case_id = StringField(required=True)
    household_code = StringField(required=True)
    head_name = StringField(required=True)
    village_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    number = IntField(required=True)
    state = StringField(required=True, choices=("ordered", "done", "dropped"))
    enumerator = StringField(required=True)
    enumerator_name = StringField(default="")
    instruction = StringField(default="")
    ordered_by = StringField(required=True)
    ordered_at = DateTimeField(required=True)
    due_on = DateField(required=True)
    reopens = BooleanField(default=False)
    """It took up a household that was decided upon (transition 23)."""
    outcome = StringField(default="", choices=("", Outcome.CONFIRMED, Outcome.CHANGED))
    visited_on = DateField()
    team = StringField(default="")
    words = StringField(default="")
    answer = StringField(default="")
    before = EmbeddedDocumentField(Assessment)
    after = EmbeddedDocumentField(Assessment)
    meeting_id = StringField(default="")
    """Of the meeting that agreed to a changed result."""
    approved_by = StringField(default="")
    concluded_by = StringField(default="")
    concluded_at = DateTimeField()
    keys = ListField(StringField())
    is_settled = BooleanField(default=False)
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "reverifications",
        "auto_create_index": False,
        "indexes": ["case_id", ("enumerator", "state"), ("within", "state"), ("within", "reopens"), "is_settled"],
    }
