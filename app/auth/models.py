"""People, their phones and their sessions."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    IntField,
    ListField,
    StringField,
)


class PhoneSeen(EmbeddedDocument):
    """When a phone of this person last asked for something, and with which program; a few minutes coarse."""

    at = DateTimeField(required=True)
    program = StringField(default="")


class Person(Document):
    """Somebody who signs in.

    phone_ha1: RFC 2617 HA1 of the phone's password, only for those who send forms. phone_keys: SHA-256 of the keys in
    force; one look at this document says whether a key opens, for whom and where, so nothing of it is ever cached.
    is_phone_shut: his phone was lost, and its password is none until there is a new one.
    imported_by: the import (the hash of its rows) that made the account. sought: name, user name and telephone without
    marks, for the search. also: areas of before whose place his area took. locked_by, locked_from: who locked the
    account, and his area; his level, or one above, opens it again.
    """

    id = StringField(primary_key=True)
    username = StringField(required=True, unique=True)
    name = StringField(required=True)
    roles = ListField(StringField(), required=True)
    area_path = StringField(default="")
    also = ListField(StringField())
    password_hash = StringField(required=True)
    phone_ha1 = StringField()
    phone_keys = ListField(StringField())
    is_phone_shut = BooleanField(default=False)
    phone_seen = EmbeddedDocumentField(PhoneSeen)
    phone_number = StringField(default="")
    imported_by = StringField()
    sought = StringField()
    locked_by = StringField()
    locked_from = StringField()
    is_disabled = BooleanField(default=False)
    is_training = BooleanField(default=False)
    language = StringField(default="vi")
    created_at = DateTimeField(required=True)
    password_set_at = DateTimeField(required=True)

    meta = {  # noqa: RUF012
        "collection": "people",
        "auto_create_index": False,
        "indexes": ["phone_keys", "area_path", "imported_by"],
    }


class PhoneKey(Document):
    """The story of a key in the address of a phone: the id is its SHA-256, the key is not kept.

    Whether it opens stands in `Person.phone_keys` alone.
    """

    id = StringField(primary_key=True)
    person_id = StringField(required=True)
    created_at = DateTimeField(required=True)
    revoked_at = DateTimeField()

    meta = {"collection": "phone_keys", "auto_create_index": False, "indexes": ["person_id"]}  # noqa: RUF012


class Session(Document):
    """A signed-in browser or API client. The id is the SHA-256 of the token."""

    id = StringField(primary_key=True)
    person_id = StringField(required=True)
    created_at = DateTimeField(required=True)
    expires_at = DateTimeField(required=True)

    meta = {"collection": "sessions", "auto_create_index": False, "indexes": ["person_id", "expires_at"]}  # noqa: RUF012


class FailedSignIns(Document):
    """Failures of one account or address in one window of time. The id names both."""

    id = StringField(primary_key=True)
    count = IntField(default=0)
    window_ends = DateTimeField(required=True)

    meta = {"collection": "failed_sign_ins", "auto_create_index": False, "indexes": ["window_ends"]}  # noqa: RUF012
