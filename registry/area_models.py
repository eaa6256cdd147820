"""A merger or a division of areas, as it was decided: what it makes, what it ends, which villages become which."""

from mongoengine import (
    BooleanField,
    DateField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    ListField,
    StringField,
)


class MadeArea(EmbeddedDocument):
    """An area that begins with the change."""

    path = StringField(required=True)
    kind = StringField(required=True)
    name = StringField(required=True)
    area_kind = StringField()
    score_area = StringField()


class VillageMove(EmbeddedDocument):
    """The households of a village go to another path: all of them, or, of a village that is divided, those named."""

    old = StringField(required=True)
    new = StringField(required=True)
    is_whole = BooleanField(default=True)
    households = ListField(StringField())


class Heirs(EmbeddedDocument):
    """An area and those that take its place, wholly (it ends) or in part."""

    path = StringField(required=True)
    successors = ListField(StringField())
    ends = BooleanField(default=True)


class AreaChange(Document):
    """Sáp nhập, chia tách. It is carried out step by step, each of which may be done again.

    on: the first day of the new borders. within: the areas that hold all that is changed.
    """

    id = StringField(primary_key=True)
    kind = StringField(required=True, choices=("merge", "split"))
    on = DateField(required=True)
    document = StringField(required=True)
    made = EmbeddedDocumentListField(MadeArea)
    moves = EmbeddedDocumentListField(VillageMove)
    heirs = EmbeddedDocumentListField(Heirs)
    within = ListField(StringField(), required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    is_settled = BooleanField(default=False)

    meta = {"collection": "area_changes", "auto_create_index": False, "indexes": ["within", "is_settled"]}  # noqa: RUF012
