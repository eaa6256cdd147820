"""What is kept of the steps at the commune: requests for appraisal with their opinions, decisions, certificates."""

from mongoengine import (
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
    StringField,
)


class FrozenResult(EmbeddedDocument):
    """A household's result as it was when the list was sent up or decided upon.

    submission_key, input_hash, ruleset_hash: the form, its answers and the point table; they never change again.
    """

    case_id = StringField(required=True)
    household_id = StringField(required=True)
    household_code = StringField(required=True)
    head_name = StringField(required=True)
    village_path = StringField(required=True)
    address = StringField(default="")
    """Within its village."""
    members_count = IntField()
    people_before = IntField()
    """Members by the register when it was frozen; the register follows the decision."""
    standing_before = StringField(required=True)
    standing = StringField(required=True)
    subclass = StringField()
    change = StringField(required=True)
    b1 = IntField(required=True)
    b2 = IntField(required=True)
    submission_key = StringField(required=True)
    input_hash = StringField(required=True)
    ruleset_hash = StringField(required=True)


class Opinion(EmbeddedDocument):
    """What the appraiser wrote back. returned: reason by case; empty when he agrees."""

    agrees = BooleanField(required=True)
    number = StringField(required=True)
    on = DateField(required=True)
    words = StringField(default="")
    returned = DictField()
    by = StringField(required=True)
    signer = StringField(required=True)
    at = DateTimeField(required=True)


class Appraisal(Document):
    """Thẩm định: the commune's list sent to the level above, and its answer. Sent again, it is the next number."""

    id = StringField(primary_key=True)
    round_id = StringField(required=True)
    commune_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    number = IntField(required=True)
    state = StringField(required=True, choices=("submitted", "agreed", "returned"))
    level = StringField(required=True, choices=("district", "province"))
    report_number = StringField(required=True)
    report_on = DateField(required=True)
    words = StringField(default="")
    rows = EmbeddedDocumentListField(FrozenResult)
    submitted_by = StringField(required=True)
    submitted_at = DateTimeField(required=True)
    due_on = DateField(required=True)
    opinion = EmbeddedDocumentField(Opinion)
    is_settled = BooleanField(default=False)
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "appraisals",
        "auto_create_index": False,
        "indexes": ["round_id", ("within", "state"), "is_settled"],
    }


class Decision(Document):
    """Quyết định công nhận: number, day, signer and the households it decides upon, frozen as they were."""

    id = StringField(primary_key=True)
    round_id = StringField(required=True)
    commune_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    number = IntField(required=True)
    year = IntField(required=True)
    document_number = StringField(required=True)
    signed_on = DateField(required=True)
    signer = StringField(required=True)
    signer_title = StringField(required=True)
    appraisal_id = StringField(required=True)
    opinion_number = StringField(required=True)
    opinion_on = DateField(required=True)
    ruleset_id = StringField(required=True)
    rows = EmbeddedDocumentListField(FrozenResult)
    signed_by = StringField(required=True)
    signed_at = DateTimeField(required=True)
    certified_at = DateTimeField()
    certified_by = StringField()
    has_papers_due = BooleanField(default=False)
    """Certificates were ordered and are not all made out yet."""
    is_settled = BooleanField(default=False)
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "decisions",
        "auto_create_index": False,
        "indexes": ["round_id", "within", "is_settled", "has_papers_due", ("commune_path", "year")],
    }


class ReportedCount(EmbeddedDocument):
    """Households and people of one class, as reported."""

    standing = StringField(required=True)
    households = IntField(required=True)
    people = IntField(required=True)


class CommuneReport(Document):
    """Báo cáo kết quả: the decided lists reported to the level above, with the figures as they were that day."""

    id = StringField(primary_key=True)
    round_id = StringField(required=True)
    commune_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    number = IntField(required=True)
    document_number = StringField(required=True)
    reported_on = DateField(required=True)
    level = StringField(required=True, choices=("district", "province"))
    words = StringField(default="")
    decision_ids = ListField(StringField(), required=True)
    case_ids = ListField(StringField())
    counts = EmbeddedDocumentListField(ReportedCount)
    reported_by = StringField(required=True)
    reported_at = DateTimeField(required=True)
    is_settled = BooleanField(default=False)
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "commune_reports",
        "auto_create_index": False,
        "indexes": ["round_id", "within", "is_settled"],
    }


class CertificateLine(EmbeddedDocument):
    """One year on a certificate: what the household was recognised as, and by which decision."""

    year = IntField(required=True)
    standing = StringField(required=True)
    decision_id = StringField(required=True)
    document_number = StringField(required=True)
    signed_on = DateField(required=True)
    submission_key = StringField(required=True)
    """The form that tells who the members are."""


class Certificate(Document):
    """Giấy chứng nhận: one paper a household, for the whole period (2016-2020) or a decision (2022 on).

    scope: what the number is unique in, with the commune: the period or the decision.
    """

    id = StringField(primary_key=True)
    scope = StringField(required=True)
    commune_path = StringField(required=True)
    within = ListField(StringField(), required=True)
    village_path = StringField(required=True)
    household_id = StringField(required=True)
    household_code = StringField(required=True)
    number = IntField(required=True)
    head_name = StringField(required=True)
    address = StringField(default="")
    lines = EmbeddedDocumentListField(CertificateLine)
    issued_by = StringField(required=True)
    issued_at = DateTimeField(required=True)
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "certificates",
        "auto_create_index": False,
        "indexes": ["household_id", "within", ("scope", "number")],
    }
