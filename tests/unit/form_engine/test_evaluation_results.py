from datetime import date

import pytest

from form_engine.definition import FieldType
from form_engine.evaluation_results import agrees, shown


@pytest.mark.parametrize(
    ("value", "kind", "written", "expected"),
    [
        ("16.3 107.9 0 0", FieldType.GEOPOINT, "16.3 107.9 0.0 0.0", True),
        ("16.3 107.9 0 0", FieldType.GEOPOINT, "16.3 107.8 0.0 0.0", False),
        ("16.3 107.9 0 0", FieldType.GEOPOINT, "16.3 107.9", False),
        ("1 2 0 0;1 3 0 0", FieldType.GEOTRACE, "1.0 2.0 0.0 0.0; 1.0 3.0 0.0 0.0", True),
        ("1 2 0 0;1 3 0 0", FieldType.GEOTRACE, "1.0 2.0 0.0 0.0", False),
        ("1 2 0 0", FieldType.GEOPOINT, "ở nhà", False),
        (date(2012, 7, 23), FieldType.DATE, "2012-07-23", True),
        (date(2012, 7, 23), FieldType.STRING, "2012-07-23T00:00:00.000+07:00", True),
        (date(2012, 7, 23), FieldType.DATE, "hôm qua", False),
        (True, FieldType.STRING, "1", True),
    ],
)
def test_what_a_phone_worked_out_agrees_or_not(value, kind, written, expected):
    assert agrees(value, kind, written) is expected


def test_a_truth_is_shown_as_phones_store_it():
    assert (shown(True), shown(False), shown(2.0)) == ("1", "0", "2")
