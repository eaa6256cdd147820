"""What is kept about published forms."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    StringField,
)

STATES = ("open", "closing", "closed", "retired")


class Media(EmbeddedDocument):
    """A file that phones fetch with a form.

    One made for each person (lists of his area) has at most a sample with made-up people, for trying a draft.
    is_entity_list: a personal one whose rows phones may change, too; its name without ".csv" is the list's.
    """

    filename = StringField(required=True)
    is_personal = BooleanField(default=False)
    is_entity_list = BooleanField(default=False)
    key = StringField()
    md5 = StringField()
    size = IntField()
    content_type = StringField()


class FormVersion(Document):
    """A published version: immutable. The id is `form_id@version`.

    effective_at: when phones are offered it; at once when it is None. published_over: what of the stored data and of
    the rule set it breaks, and published_over_reason, why that was right.
    """

    id = StringField(primary_key=True)
    form_id = StringField(required=True)
    version = StringField(default="")
    title = StringField(required=True)
    xform_key = StringField(required=True)
    xform_md5 = StringField(required=True)
    workbook_key = StringField()
    workbook_name = StringField()
    media = EmbeddedDocumentListField(Media)
    warnings = ListField(StringField())
    published_at = DateTimeField(required=True)
    published_by = StringField(required=True)
    effective_at = DateTimeField()
    published_over = ListField(StringField())
    published_over_reason = StringField()

    meta = {"collection": "form_versions", "auto_create_index": False, "indexes": ["form_id"]}  # noqa: RUF012


class Form(Document):
    """A form through its versions.

    state: open (listed, accepts), closing (accepts), closed (refuses), retired (refuses, for ever).
    next_version, next_at: what becomes current, and when. displaced: versions that waited for their day when another
    was published, and were never offered.
    ruleset: by which rule set it is scored or screened; empty when by none.
    """

    id = StringField(primary_key=True)
    role = StringField(required=True)
    ruleset = StringField(default="")
    may_fill = ListField(StringField())
    state = StringField(default="open", choices=STATES)
    current_version = StringField(required=True)
    versions = ListField(StringField())
    next_version = StringField()
    next_at = DateTimeField()
    displaced = ListField(StringField())

    meta = {"collection": "forms", "auto_create_index": False}  # noqa: RUF012


class FormDraft(Document):
    """A form that is tried out before it is published; the id is the form's. token: the secret of its test address.

    role, ruleset, may_fill: as the form will have them. told: what its author should look at, as WorkbookFault has it.
    """

    id = StringField(primary_key=True)
    token = StringField(required=True)
    version = StringField(default="")
    title = StringField(required=True)
    xform_key = StringField(required=True)
    xform_md5 = StringField(required=True)
    workbook_key = StringField()
    workbook_name = StringField()
    role = StringField(default="")
    ruleset = StringField(default="")
    may_fill = ListField(StringField())
    media = EmbeddedDocumentListField(Media)
    warnings = ListField(StringField())
    told = ListField(DictField())
    made_at = DateTimeField(required=True)
    made_by = StringField(required=True)

    meta = {"collection": "form_drafts", "auto_create_index": False, "indexes": ["token"]}  # noqa: RUF012


class EntityList(Document):
    """A list whose entities forms create and update; the id is its name. folded: the name without case.

    forms: that write to it. needs_approval: what a form creates waits until the form is approved.
    """

    id = StringField(primary_key=True)
    folded = StringField(required=True)
    properties = ListField(StringField())
    forms = ListField(StringField())
    needs_approval = BooleanField(default=False)
    made_at = DateTimeField(required=True)

    meta = {"collection": "entity_lists", "auto_create_index": False, "indexes": ["folded"]}  # noqa: RUF012
