import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form_engine.answers import read_answers
from form_engine.compiler import compile_form
from form_engine.errors import NoFormId, NotXml
from form_engine.findings import Finding, FindingKind
from form_engine.instance import read_instance

TYPES = """
| survey  |                   |           |       |          |
|         | type              | name      | label | required |
|         | text              | text      | A     |          |
|         | integer           | int       | A     |          |
|         | decimal           | decimal   | A     |          |
|         | date              | date      | A     |          |
|         | time              | time      | A     |          |
|         | dateTime          | date_time | A     |          |
|         | geopoint          | geopoint  | A     |          |
|         | geoshape          | geoshape  | A     |          |
|         | select_one l      | one       | A     |          |
|         | select_multiple l | several   | A     |          |
|         | rank l            | rank      | A     |          |
|         | barcode           | barcode   | A     |          |
|         | acknowledge       | ok        | A     |          |
|         | file              | file      | A     |          |
|         | text              | must      | A     | yes      |
| choices | list_name | name | label |
|         | l         | a    | A     |
|         | l         | b    | B     |
"""
FORM = compile_form(TYPES.encode(), filename="types.md").definition


def read(content: str):
    return read_answers(read_instance(f'<data id="types">{content}</data>'.encode()), FORM)


def found(kind: FindingKind, path: str, **facts: object) -> Finding:
    return Finding(path, kind, facts)


def test_a_whole_instance_is_read_as_it_nests(household_xml, household_form):
    answers, findings = read_answers(read_instance(household_xml), household_form.definition)

    assert findings == []
    assert answers["interview_date"] == "2017-10-16"
    assert answers["house"] == {
        "area_m2": 42.5,
        "rooms": None,
        "water": "well",
        "assets": ["tv", "bike"],
        "most_used": ["bike", "tv"],
        "house_photo": "1508116365001.jpg",
        "gps": {"latitude": 16.263, "longitude": 107.862, "altitude": 12.5, "accuracy": 4.9},
        "fence": [
            {"latitude": 16.1, "longitude": 107.1, "altitude": 0.0, "accuracy": 0.0},
            {"latitude": 16.2, "longitude": 107.2, "altitude": 0.0, "accuracy": 0.0},
        ],
    }
    assert answers["members"] == [
        {
            "member_name": "Hồ Thị Lành",
            "birth_date": "1984-02-29",
            "born_in": "460402",
            "jobs": [{"job": "trồng lúa", "job_photo": "1508116365002.jpg"}, {"job": "đan lát", "job_photo": None}],
        },
        {"member_name": "Hồ Văn Quý", "birth_date": None, "born_in": None},
    ]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("text", " ba  gian ", " ba  gian "),
        ("text", "Ho\u0302\u0300", "Hồ"),
        ("int", "-007", -7),
        ("int", " 42\n", 42),
        ("int", "NaN", None),
        ("decimal", "1.50", 1.5),
        ("decimal", "7", 7.0),
        ("decimal", "1.0E7", 1e7),
        ("date", "2016-02-29", "2016-02-29"),
        ("time", "08:12:00.000+07:00", "08:12:00.000+07:00"),
        ("time", "23:59", "23:59"),
        ("date_time", "2017-10-16T08:12:44.120+07:00", "2017-10-16T08:12:44.120+07:00"),
        ("date_time", "2017-10-16T08:12:44Z", "2017-10-16T08:12:44Z"),
        ("geopoint", "16.5 107.5", {"latitude": 16.5, "longitude": 107.5, "altitude": None, "accuracy": None}),
        ("one", "a", "a"),
        ("several", " a  b ", ["a", "b"]),
        ("rank", "b a", ["b", "a"]),
        ("barcode", "893", "893"),
        ("ok", "OK", "OK"),
        ("file", " a.pdf ", "a.pdf"),
    ],
)
def test_a_text_becomes_a_value_of_its_type(name, text, value):
    assert read(f"<{name}>{text}</{name}>") == ({name: value}, [])


@pytest.mark.parametrize(
    ("name", "expected", "texts"),
    [
        ("int", "int", ["1.0", "một", "1e3", "9" * 5000, "９", "-"]),
        ("decimal", "decimal", ["1,5", "1e999", "inf", ".", "0x1", "9" * 5000]),
        ("date", "date", ["16/10/2017", "2017-02-29", "20171016", "0000-01-01", "2017-10-16T08:00:00"]),
        ("time", "time", ["24:00", "8:12", "sáng"]),
        ("date_time", "dateTime", ["2017-10-16", "2017-10-16T25:00:00", "T"]),
        ("geopoint", "geopoint", ["16.2", "16.2 107.8 a b", "91 0 0 0", "0 181 0 0", "1 2 3 4 5", "nan nan 0 0"]),
        ("geoshape", "geoshape", ["1 2 3 4; x", ";", "1 2;;3 4"]),
    ],
)
def test_a_text_of_another_type_is_kept_and_found(name, expected, texts):
    for text in texts:
        answers, findings = read(f"<{name}>{text}</{name}>")

        assert answers == {name: text}
        assert findings == [found(FindingKind.WRONG_TYPE, f"/data/{name}", expected=expected)]


def test_a_required_field_that_was_asked_and_left_empty_is_missing():
    assert read("<must/>") == ({"must": None}, [found(FindingKind.MISSING, "/data/must")])
    assert read("<must> \n</must>")[1] == [found(FindingKind.MISSING, "/data/must")]


def test_a_field_that_was_not_relevant_is_absent_and_not_missing():
    assert read("") == ({}, [])


def test_a_code_that_the_list_lacks_is_kept_and_found():
    assert read("<one>z</one>") == ({"one": "z"}, [found(FindingKind.UNKNOWN_CHOICE, "/data/one", value="z")])
    assert read("<several>a z y</several>") == (
        {"several": ["a", "z", "y"]},
        [found(FindingKind.UNKNOWN_CHOICE, "/data/several", value=code) for code in ("z", "y")],
    )


def test_an_element_that_the_form_does_not_know_is_found_but_the_envelope_is_not():
    answers, findings = read("<later><x/></later><meta><instanceID>uuid:1</instanceID></meta>")

    assert (answers, findings) == ({}, [found(FindingKind.UNKNOWN_FIELD, "/data/later")])


def test_a_field_that_stands_twice_keeps_its_first_answer():
    assert read("<int>1</int><int>2</int>") == ({"int": 1}, [found(FindingKind.ANSWERED_TWICE, "/data/int")])


def test_elements_inside_an_answer_are_found_and_their_text_is_kept():
    answers, findings = read("<text>ba <b>gian</b></text>")

    assert (answers, findings) == (
        {"text": "ba gian"},
        [found(FindingKind.WRONG_TYPE, "/data/text", expected="string")],
    )


def test_findings_in_a_repeat_say_which_round(household_form):
    content = "<members><member_name/></members><members><jobs><job/></jobs><jobs><wage>1</wage></jobs></members>"
    instance = read_instance(f'<data id="household">{content}</data>'.encode())

    answers, findings = read_answers(instance, household_form.definition)

    assert answers == {"members": [{"member_name": None}, {"jobs": [{"job": None}, {}]}]}
    assert findings == [
        found(FindingKind.MISSING, "/data/members[1]/member_name"),
        found(FindingKind.UNKNOWN_FIELD, "/data/members[2]/jobs[2]/wage"),
    ]


def test_the_template_of_a_repeat_is_no_round(household_form):
    template = '<members xmlns:jr="http://openrosa.org/javarosa" jr:template=""><member_name/></members>'
    instance = read_instance(f'<data id="household">{template}</data>'.encode())

    assert read_answers(instance, household_form.definition) == ({}, [])


def test_a_text_where_a_group_belongs_is_found(household_form):
    instance = read_instance(b'<data id="household"><house>yes</house></data>')

    answers, findings = read_answers(instance, household_form.definition)

    assert (answers, findings) == ({"house": {}}, [found(FindingKind.LOOSE_TEXT, "/data/house")])


@pytest.mark.parametrize(
    ("inside", "path"),
    [
        ("chữ lạc", ""),
        ("<house>chữ lạc<floor/></house>", "/data/house"),
        ("<members><member_name>A</member_name> chữ lạc </members>", "/data/members[1]"),
    ],
)
def test_a_text_between_the_questions_is_found(household_form, inside, path):
    instance = read_instance(f'<data id="household">\n {inside} \n</data>'.encode())

    _, findings = read_answers(instance, household_form.definition)

    assert found(FindingKind.LOOSE_TEXT, path) in findings


def test_nonsense_makes_a_bounded_number_of_findings():
    _, findings = read("<zzz/>" * 10_000)

    assert len(findings) == 501
    assert findings[-1] == found(FindingKind.TOO_MANY_FINDINGS, "", count=9_500)


def test_of_an_encrypted_submission_no_answer_is_known(encrypted_xml, household_form):
    assert read_answers(read_instance(encrypted_xml), household_form.definition) == ({}, [])


NAMES = st.sampled_from(
    [
        *(node.name for node in FORM.root.children),
        "data",
        "house",
        "gps",
        "members",
        "jobs",
        "job",
        "meta",
        "x:y",
        "other",
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&\ufffe\uffff"), max_size=20),
    st.sampled_from(["", "1", "-1.5", "NaN", "a b", "2017-13-45", "16 107 0 0", "9" * 400, "1e308", "T", ";", "24:00"]),
)
ELEMENTS = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, NAMES, TEXTS),
    lambda inner: st.builds(
        lambda name, parts, text: f"<{name}>{text.join(parts)}</{name}>", NAMES, st.lists(inner, max_size=4), TEXTS
    ),
    max_leaves=20,
)


@given(content=st.lists(ELEMENTS, max_size=5).map("".join))
def test_whatever_parses_is_read_without_an_exception_and_fits_json(content, household_form):
    for definition in (FORM, household_form.definition):
        try:
            instance = read_instance(f'<data id="x" xmlns:x="u">{content}</data>'.encode())
        except NotXml:
            return

        answers, findings = read_answers(instance, definition)

        json.dumps(answers, allow_nan=False)
        assert all(finding.path.startswith("/data") for finding in findings)


@settings(max_examples=200)
@given(data=st.data())
def test_a_damaged_instance_is_refused_as_xml_or_read(data, household_xml, household_form):
    at = data.draw(st.integers(0, len(household_xml) - 1))
    length = data.draw(st.integers(0, 40))
    damaged = household_xml[:at] + data.draw(st.binary(max_size=8)) + household_xml[at + length :]

    try:
        instance = read_instance(damaged)
    except (NotXml, NoFormId):
        return

    read_answers(instance, household_form.definition)
