"""What goes out to the phones of a commune: the forms of its rule set, with the lists that there are."""

from pathlib import Path

import pytest

from app.training.forms import publish_folder


def publish(settings, blobs, clock, **which):
    versions = publish_folder(Path(settings.xlsforms_dir), blobs=blobs, clock=clock, **which)
    return {version.form_id: version for version in versions}


def test_the_forms_of_the_period_in_force_go_out_and_no_other(settings, blobs, clock):
    out = publish(settings, blobs, clock)

    assert list(out) == ["phieu_a", "phieu_b", "phieu_c", "phieu_c1"]


@pytest.mark.parametrize(
    ("ruleset", "forms"),
    [
        ("vn-2021-2025", ["phieu_a_2021", "phieu_b_2021", "phieu_c_2021", "phieu_c1_2021"]),
        ("vn-2027-2030", ["phieu_b_2027"]),
    ],
)
def test_another_period_has_forms_of_its_own(ruleset, forms, settings, blobs, clock):
    assert sorted(publish(settings, blobs, clock, ruleset=ruleset)) == sorted(forms)


def test_no_made_up_person_of_the_folder_goes_out(settings, blobs, clock):
    form = publish(settings, blobs, clock, only="phieu_c1")["phieu_c1"]

    media = {one.filename: one for one in form.media}
    assert {name for name, one in media.items() if one.is_personal} == {
        *("villages.csv", "households.csv", "members.csv", "beneficiaries.csv")
    }
    assert b"".join(blobs.open(media["standards.csv"].key)).decode().count("\n") > 3
    assert "points.csv" not in media
