from review.rules.form_fields import flat, path_of

ANSWERS = {
    "start": "x",
    "place": {"village": "46/", "household_page": {"household": "h1", "head_name": None}},
    "gps": {"latitude": 1.5, "longitude": 2.5, "altitude": None, "accuracy": None},
    "members": [{"member_name": "A"}, {"member_name": "B"}],
    "result": {},
}


def test_groups_are_opened_and_places_and_repeats_are_not():
    assert flat(ANSWERS) == {
        "start": "x",
        "village": "46/",
        "household": "h1",
        "head_name": None,
        "gps": ANSWERS["gps"],
        "members": ANSWERS["members"],
    }


def test_a_path_leads_through_the_groups():
    assert path_of(ANSWERS, "household", root="/phieu_b") == "/phieu_b/place/household_page/household"
    assert path_of(ANSWERS, "gps") == "/data/gps"


def test_the_path_of_what_is_not_there_is_the_roots():
    assert path_of(ANSWERS, "b1_total", root="/phieu_b") == "/phieu_b"
