"""What is kept about a round and its cases."""

from mongoengine import (
    BinaryField,
    BooleanField,
    DateField,
    DateTimeField,
    DictField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    LongField,
    StringField,
)


class Round(Document):
    """Đợt rà soát of one commune. Rule set, kind of area and score sheet are frozen when it opens."""

    id = StringField(primary_key=True)
    name = StringField(required=True)
    kind = StringField(required=True, choices=("periodic", "monthly"))
    year = IntField(required=True)
    commune_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    ruleset_id = StringField(required=True)
    ruleset_hash = StringField(required=True)
    area_kind = StringField(required=True, choices=("urban", "rural"))
    score_area = StringField(required=True)
    opens_on = DateField(required=True)
    closes_on = DateField(required=True)
    opened_by = StringField(required=True)
    opened_at = DateTimeField(required=True)
    is_training = BooleanField(default=False)
    """Made-up households: the standard need not be valid for the year, and nothing of it is decided."""
    decide_by = DateField()
    """Until when the chairman decides; None in rounds that were opened before it was kept."""
    window_reason = StringField(default="")
    """Why it is held on other days than the text sets."""
    rows_made_at = DateTimeField()
    """Since when every scored case has its row (stored_rows.py)."""

    meta = {"collection": "rounds", "auto_create_index": False, "indexes": [("within", "opens_on")]}  # noqa: RUF012


class FrozenRuleset(Document):
    """A rule set as it stood when a round opened; the id is its hash. A file corrected later changes no open round."""

    id = StringField(primary_key=True)
    ruleset_id = StringField(required=True)
    content = BinaryField(required=True)

    meta = {"collection": "rulesets", "auto_create_index": False}  # noqa: RUF012


class HistoryEntry(EmbeddedDocument):
    """One act upon a case: to which stage, when, by whom, on which submission."""

    stage = StringField(required=True)
    at = DateTimeField(required=True)
    by = StringField(required=True)
    submission_key = StringField()
    note = StringField()


class FormLink(EmbeddedDocument):
    """A submission about the household in this round."""

    key = StringField(required=True)
    instance_id = StringField(required=True)
    form_id = StringField(required=True)
    role = StringField(required=True)
    received_at = DateTimeField(required=True)


class Assessment(EmbeddedDocument):
    """The result in force of Phiếu B: totals, class and what decided it. The trace stands in the submission."""

    submission_key = StringField(required=True)
    ruleset_hash = StringField(required=True)
    input_hash = StringField(required=True)
    b1 = IntField()
    b2 = IntField()
    standing = StringField()
    subclass = StringField()
    rule_order = IntField()
    reason = DictField()
    change = StringField()
    people = IntField()
    """Members that the form told of; None when it tells none."""


class Screening(EmbeddedDocument):
    """The result in force of Phiếu A."""

    submission_key = StringField(required=True)
    yes = IntField(required=True)
    result = StringField(required=True)
    reason = DictField()


class Case(Document):
    """Hồ sơ hộ trong đợt: one household in one round."""

    id = StringField(primary_key=True)
    round_id = StringField(required=True)
    household_id = StringField(required=True)
    household_code = StringField(required=True)
    head_name = StringField(required=True)
    village_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    origin = StringField(required=True, choices=("managed_list", "application", "found"))
    standing_before = StringField(required=True)
    history_before = ListField(StringField())
    stage = StringField(required=True)
    screening = EmbeddedDocumentField(Screening)
    assessment = EmbeddedDocumentField(Assessment)
    reassessment = EmbeddedDocumentField(Assessment)
    """What the re-verification comes to: in force only when a meeting heard it, or when it says the same."""
    reverifier = StringField(default="")
    """The enumerator whose Phiếu B counts while the household is re-verified."""
    forms = EmbeddedDocumentListField(FormLink)
    remark = StringField(default="")
    history = EmbeddedDocumentListField(HistoryEntry)
    seq = LongField(required=True)
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "cases",
        "auto_create_index": False,
        "indexes": [("within", "seq"), ("round_id", "village_path"), "household_id"],
    }


class MinutesVote(EmbeddedDocument):
    """What the meeting said of one household, with the result as it was then."""

    case_id = StringField(required=True)
    household_code = StringField(required=True)
    head_name = StringField(required=True)
    standing_before = StringField(required=True)
    standing = StringField()
    change = StringField()
    b1 = IntField()
    b2 = IntField()
    input_hash = StringField()
    submission_key = StringField()
    """Of the Phiếu B that gave this result."""
    agree = IntField(required=True)
    disagree = IntField(required=True)
    opinion = StringField(required=True, choices=("agreed", "not_agreed"))
    words = StringField(default="")


class MinutesDelegation(EmbeddedDocument):
    """Who came to the meeting for a body."""

    body = StringField(required=True)
    count = IntField(required=True)
    names = StringField(default="")


class MinutesVersion(EmbeddedDocument):
    """Biên bản họp thôn as it was recorded; a correction is a further version. key: of the post that brought it."""

    key = StringField(required=True)
    held_on = DateField(required=True)
    place = StringField(required=True)
    chair = StringField(required=True)
    chair_title = StringField(default="")
    secretary = StringField(required=True)
    secretary_title = StringField(default="")
    witness = StringField(required=True)
    present = IntField(required=True)
    households = IntField(required=True)
    ended_at = StringField(default="")
    """Hour and minute, as 21:05."""
    guests = StringField(default="")
    delegations = EmbeddedDocumentListField(MinutesDelegation)
    votes = EmbeddedDocumentListField(MinutesVote)
    reason = StringField(default="")
    recorded_by = StringField(required=True)
    recorded_at = DateTimeField(required=True)


class Meeting(Document):
    """Họp thôn: one village meets in one round; when households are sent back it meets again under the next number."""

    id = StringField(primary_key=True)
    round_id = StringField(required=True)
    village_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    number = IntField(required=True)
    state = StringField(required=True, choices=("called", "held"))
    meets_at = DateTimeField(required=True)
    place = StringField(required=True)
    agenda = ListField(StringField(), required=True)
    """Cases, in the order in which they are talked about."""
    minutes = EmbeddedDocumentListField(MinutesVersion)
    called_by = StringField(required=True)
    called_at = DateTimeField(required=True)
    is_settled = BooleanField(default=False)
    """Whether the cases stand where the meeting put them."""
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "meetings",
        "auto_create_index": False,
        "indexes": [("round_id", "village_path"), "within", "state", "is_settled"],
    }


class PostedRow(EmbeddedDocument):
    """A household as the public list shows it: no identity number, no health, nothing of its answers."""

    case_id = StringField(required=True)
    head_name = StringField(required=True)
    members_count = IntField()
    standing_before = StringField(required=True)
    standing = StringField(required=True)
    b1 = IntField(required=True)
    b2 = IntField(required=True)


class PostedPlace(EmbeddedDocument):
    """Where the list hangs or was read out, since when, and who says so."""

    kind = StringField(required=True)
    on = DateField(required=True)
    words = StringField(default="")
    by = StringField(required=True)
    at = DateTimeField(required=True)


class Posting(Document):
    """Niêm yết: the list of a village in public. Its clock starts when the last place is posted."""

    id = StringField(primary_key=True)
    round_id = StringField(required=True)
    village_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    number = IntField(required=True)
    state = StringField(required=True, choices=("preparing", "posted", "closed"))
    code = StringField(required=True)
    """Of the public page; printed on the list."""
    rows = EmbeddedDocumentListField(PostedRow)
    places = EmbeddedDocumentListField(PostedPlace)
    since = DateField()
    until = DateField()
    closed_at = DateTimeField()
    complaints = ListField(StringField())
    """Ids of those made while it hung; each raises the revision, so that it does not close unseen."""
    is_settled = BooleanField(default=True)
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "postings",
        "auto_create_index": False,
        "indexes": [("round_id", "village_path"), ("within", "state"), ("state", "until"), "is_settled", "code"],
    }
