"""Areas by the law: what is a commune, which days and types are possible, which region a province tells."""

from datetime import date

import pytest

from registry.rules.areas import Described, area_kind_of, code_of, faults_of, is_commune_or_less, parent_of
from registry.score_areas import score_area_of

OLD, NEW = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", False),
        ("46/", False),
        ("46/482/", False),
        ("46/482/20128/", True),
        ("46/20128/", True),
        ("46/20128/01/", True),
        ("46/482/20128/2012801/", True),
    ],
)
def test_a_commune_is_one_with_a_district_above_it_or_without(path, expected):
    assert is_commune_or_less(path) is expected


def test_a_path_tells_its_code_and_the_area_above():
    assert (code_of("46/482/20128/"), parent_of("46/482/20128/"), parent_of("46/")) == ("20128", "46/482/", "")


@pytest.mark.parametrize(
    ("name", "kind"), [("Phường 1", "urban"), ("Thị trấn A", "urban"), ("Xã A", "rural"), ("Đặc khu A", None)]
)
def test_the_name_of_a_commune_tells_town_or_country(name, kind):
    assert area_kind_of(name) == kind


@pytest.mark.parametrize(
    ("province", "kind", "on", "expected"),
    [
        ("46", "rural", OLD, "NT3"),
        ("46", "urban", OLD, "TT"),
        ("15", "rural", OLD, "NT2"),
        ("44", "rural", NEW, "NT3"),
        ("25", "rural", OLD, "NT2"),
        ("25", "rural", NEW, None),  # Phú Thọ holds communes of NT1 and NT2 now
        ("80", "rural", NEW, None),
        ("99", "rural", NEW, None),
    ],
)
def test_a_province_tells_a_region_where_it_has_one(province, kind, on, expected):
    assert score_area_of(province, kind, on) == expected


def test_an_area_ends_with_the_one_that_holds_it():
    village = Described("village", "01", "Thôn 1", "rural", "NT3", OLD, None, "commune", OLD)

    assert [one.code for one in faults_of(village)] == ["areas.outlives_its_parent"]
