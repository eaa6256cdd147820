import pytest

from form_engine.compiler import compile_form
from form_engine.definition import Choice, Field, FieldType, Group, MediaKind, Repeat
from form_engine.errors import NotAnXForm, NotXml
from form_engine.xform_reader import read_definition


@pytest.fixture(scope="module")
def definition(household_form):
    return read_definition(household_form.xform)


def field(definition, path) -> Field:
    node = definition.nodes[path]
    assert isinstance(node, Field)
    return node


def test_nodes_stand_in_form_order_with_their_paths(definition):
    assert [node.name for node in definition.root.children] == [
        *("start", "village", "household", "interview_date", "started_at", "agreed_at", "points"),
        *("house", "members", "voice", "signature", "thanks"),
    ]
    assert definition.root_name == "data"
    assert list(definition.nodes)[-4:] == [
        "/data/members/jobs/job_photo",
        "/data/voice",
        "/data/signature",
        "/data/thanks",
    ]


def test_labels_and_hints_are_read_in_each_language(definition):
    assert definition.languages == ("vi", "en")
    assert field(definition, "/data/household").labels == {"vi": "Hộ", "en": "Household"}
    assert field(definition, "/data/household").hints == {
        "vi": "Chọn đúng tên chủ hộ",
        "en": "Choose by the head's name",
    }


def test_an_answer_quoted_in_a_label_is_shown_as_the_author_wrote_it(definition):
    assert field(definition, "/data/house/assets").labels["en"] == "Assets of ${household}"


def test_repeats_nest(definition):
    members = definition.nodes["/data/members"]

    assert isinstance(members, Repeat)
    assert isinstance(members.by_name["jobs"], Repeat)
    assert members.labels == {"vi": "Thành viên", "en": "Member"}


def test_a_group_is_not_a_repeat(definition):
    house = definition.nodes["/data/house"]

    assert type(house) is Group
    assert house.relevant == "/data/village  != ''"
    assert house.appearance == "field-list"


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/data/start", FieldType.DATE_TIME),
        ("/data/village", FieldType.SELECT_ONE),
        ("/data/interview_date", FieldType.DATE),
        ("/data/started_at", FieldType.TIME),
        ("/data/agreed_at", FieldType.DATE_TIME),
        ("/data/points", FieldType.STRING),
        ("/data/house/area_m2", FieldType.DECIMAL),
        ("/data/house/rooms", FieldType.INT),
        ("/data/house/assets", FieldType.SELECT),
        ("/data/house/most_used", FieldType.RANK),
        ("/data/house/house_photo", FieldType.BINARY),
        ("/data/house/gps", FieldType.GEOPOINT),
        ("/data/house/fence", FieldType.GEOTRACE),
    ],
)
def test_each_field_has_the_type_that_its_bind_and_control_say(definition, path, type_):
    assert field(definition, path).type is type_


def test_choices_carry_their_labels(definition):
    assert field(definition, "/data/house/water").choices == (
        Choice("tap", {"vi": "Nước máy", "en": "Tap water"}),
        Choice("well", {"vi": "Giếng khoan", "en": "Drilled well"}),
    )


def test_a_list_beside_the_form_is_named_and_its_choices_are_unknown(definition):
    household = field(definition, "/data/household")

    assert household.itemset_file == "households.csv"
    assert household.choices is None


def test_required_is_always_or_on_a_condition(definition):
    assert field(definition, "/data/household").required
    job = field(definition, "/data/members/jobs/job")
    assert not job.required
    assert "member_name" in job.required_when


def test_binds_are_kept_for_those_who_evaluate_them(definition):
    assert field(definition, "/data/house/area_m2").constraint == ". > 0"
    assert field(definition, "/data/points").calculate.startswith("pulldata('points'")
    assert not field(definition, "/data/points").asked
    assert field(definition, "/data/house/rooms").default == "1"
    assert field(definition, "/data/thanks").readonly
    assert definition.instance_name == "/data/household"


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("/data/house/house_photo", MediaKind.IMAGE),
        ("/data/signature", MediaKind.SIGNATURE),
        ("/data/voice", MediaKind.AUDIO),
        ("/data/house/rooms", None),
    ],
)
def test_a_file_question_says_what_kind_of_file(definition, path, media):
    assert field(definition, path).media is media


def test_all_files_that_a_phone_needs_are_named_once(definition):
    assert sorted(definition.media_files) == ["households.csv", "nuoc.png", "points.csv", "villages.csv", "voi.jpg"]
    assert definition.has_audit


def test_nodes_are_found_by_name_and_by_a_path_with_positions(definition):
    assert definition.fields_by_name["birth_date"].path == "/data/members/birth_date"
    assert definition.node_at("/data/members[3]/jobs[1]/job") is definition.nodes["/data/members/jobs/job"]
    assert definition.node_at("/data/nowhere") is None


def test_a_form_without_languages_has_its_texts_under_no_code():
    form = """
| survey  |                   |      |       |      |
|         | type              | name | label | hint |
|         | select_one yes_no | ok   | Fine? | Ask  |
| choices | list_name | name | label |
|         | yes_no    | y    | Yes   |
"""
    definition = compile_form(form.encode(), filename="a.md").definition

    ok = field(definition, "/data/ok")
    assert definition.languages == ()
    assert (ok.labels, ok.hints) == ({"": "Fine?"}, {"": "Ask"})
    assert ok.choices == (Choice("y", {"": "Yes"}),)


def test_choices_made_from_answers_are_left_open():
    form = """
| survey |                    |         |       |
|        | type               | name    | label |
|        | begin_repeat       | people  | P     |
|        | text               | person  | Name  |
|        | end_repeat         |         |       |
|        | select_one ${person} | head  | Head  |
"""
    definition = compile_form(form.encode(), filename="a.md").definition

    head = field(definition, "/data/head")
    assert (head.type, head.choices, head.itemset_file) == (FieldType.SELECT_ONE, None, None)


OLD_FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Old</h:title><model>
<instance><old xmlns="http://example.org/old"><g><name/><lost/></g></old></instance>
<bind id="n" nodeset="/old/g/name" type="xsd:string" required="true()"/>
</model></h:head>
<h:body><group ref="/old/g"><label>G</label><input bind="n"><label>Name</label></input>
<select1 ref="lost"><label>L</label><item><label>One</label><value>1</value></item></select1>
</group></h:body></h:html>"""


def test_an_older_form_is_read_by_its_namespace_bind_ids_relative_paths_and_choices_in_place():
    definition = read_definition(OLD_FORM)

    assert definition.form_id == "http://example.org/old"
    assert field(definition, "/old/g/name").labels == {"": "Name"}
    assert field(definition, "/old/g/name").required
    assert field(definition, "/old/g/lost").choices == (Choice("1", {"": "One"}),)


@pytest.mark.parametrize(
    "xml", [b"<data id='x'/>", b"<html><model/></html>", b"<html><model><instance><a/></instance></model></html>"]
)
def test_xml_that_is_no_form_is_refused(xml):
    with pytest.raises(NotAnXForm):
        read_definition(xml)


def test_a_form_with_a_dtd_is_refused():
    with pytest.raises(NotXml):
        read_definition(b"<!DOCTYPE a><html/>")


def test_the_marks_of_a_range_are_no_choices():
    form = compile_form(
        b"""
| survey |
| | type | name | label | parameters |
| | range | r | R | start=0 end=10 step=5 tick_labelset=marks |
| choices |
| | list_name | name | label |
| | marks | 0 | None |
| | marks | 10 | All |
""",
        filename="f.md",
    )

    assert (form.definition.fields[0].type, form.definition.fields[0].choices) == (FieldType.INT, None)
    assert form.definition.fields[0].itemset == ""
