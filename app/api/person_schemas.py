"""People of the register as the API tells them: numbers by their last digits, whole ones in an answer of their own."""

from marshmallow import Schema, fields, validate

from registry.rules.identity import masked


class RegisterSearchSchema(Schema):
    """In the body, so that no name and no number stands in an address or a log."""

    text = fields.Str(
        required=True,
        validate=validate.Length(1, 100),
        metadata={"description": "Any part of a name, without marks, in any order; or the code of a household."},
    )
    village = fields.Str(load_default="", metadata={"description": "A place of the caller's area; all of it."})


class FoundHouseholdSchema(Schema):
    id = fields.Str()
    code = fields.Str()
    head_name = fields.Str()
    address = fields.Str()
    village = fields.Str(attribute="village_path")
    has_left = fields.Bool(metadata={"description": "Moved away, died out or merged."})


class FoundHouseholdsSchema(Schema):
    items = fields.List(fields.Nested(FoundHouseholdSchema))
    is_all = fields.Bool(metadata={"description": "False: there are more; ask for more of the name, or in a place."})


class FoundPersonSchema(Schema):
    id = fields.Str()
    name = fields.Str()
    sex = fields.Str()
    birth = fields.Str(metadata={"description": "1938, 1938-05 or 1938-05-06: as exactly as it is known."})
    village = fields.Str(attribute="village_path")
    household_id = fields.Str()
    has_died = fields.Bool()


class FoundPeopleSchema(Schema):
    items = fields.List(fields.Nested(FoundPersonSchema))
    is_all = fields.Bool()


class MembershipSchema(Schema):
    household_id = fields.Str()
    relation = fields.Str(metadata={"description": "To the head; 01 is the head."})
    since = fields.Date(allow_none=True, metadata={"description": "null: before we first heard of it."})
    until = fields.Date(allow_none=True)
    began = fields.Str()
    ended = fields.Str()
    source = fields.Str()


class _IdentityPaperSchema(Schema):
    kind = fields.Str(metadata={"description": "cccd (12 digits), cmnd (9 digits) or other"})
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    issued_on = fields.Date(allow_none=True)
    state = fields.Str(metadata={"description": "told, confirmed or refuted"})


class IdentityPaperSchema(_IdentityPaperSchema):
    number = fields.Function(lambda one: masked(one.number), metadata={"type": "string"})


class WholeIdentityPaperSchema(_IdentityPaperSchema):
    number = fields.Str()


class WholeIdentityPapersSchema(Schema):
    items = fields.List(fields.Nested(WholeIdentityPaperSchema))


class CitizenChangedSchema(Schema):
    at = fields.AwareDateTime()
    source = fields.Str()
    fields_ = fields.Dict(
        attribute="fields", data_key="fields", metadata={"description": "field: [before, after]", "type": "object"}
    )


class CitizenSchema(Schema):
    id = fields.Str()
    name = fields.Str()
    sex = fields.Str()
    birth = fields.Str()
    ethnic_group = fields.Str(metadata={"description": "By the list of 1979."})
    village = fields.Str(attribute="village_path")
    died_on = fields.Date(allow_none=True)
    merged_into = fields.Str()
    papers = fields.List(fields.Nested(IdentityPaperSchema))
    doubts = fields.List(fields.Str())
    memberships = fields.List(fields.Nested(MembershipSchema))
    changes = fields.List(fields.Nested(CitizenChangedSchema))


class IdentityNumberSchema(Schema):
    number = fields.Str(required=True, validate=validate.Length(9, 20))


class IdentityPaperSeenSchema(IdentityNumberSchema):
    issued_on = fields.Date(load_default=None, allow_none=True, metadata={"description": "As the paper tells it."})


class BearersSchema(Schema):
    items = fields.List(fields.Nested(CitizenSchema))
    other_units = fields.List(fields.Str(), metadata={"description": "Offices to ask about further bearers."})
