"""A submission is held against the version it was filled with, its list files too, down to repeats within repeats."""

import pytest

from app.jobs.worker import drain
from core.actor import SYSTEM
from form_engine.publishing.actions import FormSource, publish_version
from submissions import repository
from tests.integration.places import send

pytestmark = pytest.mark.services

FORM = """
| survey |
| | type | name | label | relevant | constraint | calculation | required | choice_filter |
| | select_one_from_file xa.csv | commune | Commune | | | | | |
| | calculate | rate | | | | pulldata('xa', 'rate', 'name', ${{commune}}) | | |
| | begin_repeat | house | House | | | | | |
| | text | owner | Owner | | | | yes | |
| | begin_repeat | person | Person | | | | | |
| | integer | age | Age | | . < 120 | | | |
| | text | school | School | ${{age}} < 18 | | | | |
| | calculate | twice | | | | ${{age}} * 2 | | |
| | end_repeat | | | | | | | |
| | end_repeat | | | | | | | |
| settings |
| | form_id | version |
| | xa | {version} |
"""
LISTS = {"1": b"name,label,rate\na,A,1\nb,B,2\n", "2": b"name,label,rate\nb,B,3\nc,C,4\n"}
NESTED = """
<data id="xa" version="1"><commune>b</commune><rate>2</rate>
<house><owner>X</owner>
 <person><age>10</age><school>Có</school><twice>20</twice></person>
 <person><age>30</age><school>Có</school><twice>61</twice></person></house>
<house><owner/>
 <person><age>130</age><twice>260</twice></person></house>
<meta><instanceID>uuid:nested</instanceID></meta></data>
"""


@pytest.fixture
def both_out(blobs, clock, villages):
    for version, content in LISTS.items():
        workbook = FORM.format(version=version).encode()
        source = FormSource(workbook, "xa.md", role="survey", may_fill=("enumerator",), media={"xa.csv": content})
        publish_version(source, by=SYSTEM, blobs=blobs, clock=clock)


@pytest.fixture
def findings_of(both_out, client, enumerator, definitions, clock):
    def received(xml, instance_id):
        assert send(client, enumerator.door, xml.encode()).status_code == 201
        drain(definitions, clock)
        kept = repository.find("xa", instance_id)
        return {(one["path"], one["kind"]) for one in kept["findings"] if one["path"]}

    return received


@pytest.mark.parametrize(
    ("version", "commune", "rate", "expected"),
    [
        ("1", "a", "1", set()),
        ("1", "b", "2", set()),
        ("1", "c", "", {("/data/commune", "unknown_choice")}),
        ("2", "c", "4", set()),
        ("2", "a", "", {("/data/commune", "unknown_choice")}),
        ("2", "b", "2", {("/data/rate", "calculated_otherwise")}),
    ],
)
def test_the_list_is_the_one_that_went_out_with_the_version(findings_of, version, commune, rate, expected):
    name = f"uuid:{version}{commune}"
    xml = (
        f'<data id="xa" version="{version}"><commune>{commune}</commune><rate>{rate}</rate>'
        f"<meta><instanceID>{name}</instanceID></meta></data>"
    )

    assert findings_of(xml, name) == expected


def test_findings_in_a_repeat_within_a_repeat_stand_at_their_round(findings_of):
    assert findings_of(NESTED, "uuid:nested") == {
        ("/data/house[1]/person[2]/school", "not_relevant"),
        ("/data/house[1]/person[2]/twice", "calculated_otherwise"),
        ("/data/house[2]/owner", "missing"),
        ("/data/house[2]/person[1]/age", "constraint_false"),
    }
