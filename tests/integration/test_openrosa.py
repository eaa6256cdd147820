"""The protocol as phones know it: lists, files, headers, and never a word of HTML or JSON."""

import csv
import gzip
import hashlib
import io
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from lxml import etree

from app.auth.permissions import Role
from app.web import create_app
from core.actor import SYSTEM
from form_engine.publishing.actions import FormSource, publish_version
from form_engine.publishing.models import Form
from registry import repository as registry
from review import repository as review
from review.actions.rounds import case_id
from tests.integration.places import (
    COMMUNE,
    VILLAGE_1,
    VILLAGE_2,
    a_workbook,
    an_instance,
    send,
    send_body,
    somebody,
    told,
)

pytestmark = pytest.mark.services

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


def entries(answer, tag=f"{LIST}xform"):
    assert answer.status_code == 200, answer.text
    return [{etree.QName(part).localname: part.text for part in one} for one in etree.fromstring(answer.data).iter(tag)]


def path_of(url):
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def md5(content):
    return f"md5:{hashlib.md5(content).hexdigest()}"


# --- the form list --------------------------------------------------------------------------------------------


def test_the_list_tells_id_name_version_hash_and_absolute_addresses(client, form, enumerator):
    (entry,) = entries(client.get(f"{enumerator.door}/formList"))

    base = f"http://localhost{enumerator.door}/forms/hop_thon/versions/1"
    assert entry == {
        "formID": "hop_thon",
        "name": "Họp thôn hop_thon",
        "version": "1",
        "hash": f"md5:{form.xform_md5}",
        "downloadUrl": f"{base}/form.xml",
    }


def test_a_form_with_files_names_a_manifest(client, real_forms, enumerator):
    found = entries(client.get(f"{enumerator.door}/formList"))

    assert [(one["formID"], "manifestUrl" in one) for one in found] == [("phieu_a", True), ("phieu_b", True)]


def test_one_form_can_be_asked_for(client, publish, enumerator):
    publish(form_id="mot")
    publish(form_id="hai")

    found = [entries(client.get(f"{enumerator.door}/formList?formID={one}")) for one in ("mot", "none")]

    assert [[entry["formID"] for entry in each] for each in found] == [["mot"], []]


def test_old_versions_are_listed_only_on_request_and_stay_readable(client, publish, enumerator, clock):
    old = publish("1")
    publish("2", extra="| | text | more | Thêm |")

    current = entries(client.get(f"{enumerator.door}/formList"))
    every = entries(client.get(f"{enumerator.door}/formList?listAllVersions=true"))

    assert [one["version"] for one in current] == ["2"]
    assert sorted(one["version"] for one in every) == ["1", "2"]
    served = client.get(path_of(next(one for one in every if one["version"] == "1")["downloadUrl"]))
    assert md5(served.data) == f"md5:{old.xform_md5}"


@pytest.mark.parametrize("state", ["closing", "closed"])
def test_a_form_that_is_not_open_is_not_listed(client, form, enumerator, state):
    Form.objects(id="hop_thon").modify(set__state=state)

    assert entries(client.get(f"{enumerator.door}/formList")) == []


def test_forms_of_other_roles_are_not_listed(client, publish, enumerator):
    publish(form_id="cua_truong_thon", may_fill=("village_head",))
    publish(form_id="cua_dtv", may_fill=("enumerator",))

    assert [one["formID"] for one in entries(client.get(f"{enumerator.door}/formList"))] == ["cua_dtv"]


def test_a_list_is_ordered_by_name(client, publish, enumerator):
    for form_id in ("c", "a", "b"):
        publish(form_id=form_id)

    assert [one["formID"] for one in entries(client.get(f"{enumerator.door}/formList"))] == ["a", "b", "c"]


def test_an_unchanged_list_is_304(client, publish, enumerator):
    publish()
    url = f"{enumerator.door}/formList"
    tag = client.get(url).headers["ETag"]

    same = client.get(url, headers={"If-None-Match": tag})
    publish("2", extra="| | text | more | Thêm |")
    changed = client.get(url, headers={"If-None-Match": tag})

    assert (same.status_code, same.data, changed.status_code) == (304, b"", 200)
    assert same.headers["X-OpenRosa-Version"] == "1.0"
    assert changed.headers["ETag"] != tag


# --- headers and addresses ------------------------------------------------------------------------------------


def test_every_answer_carries_the_headers_of_the_protocol(client, form, enumerator, clock):
    answers = [
        client.get(f"{enumerator.door}/formList"),
        client.get("/openrosa/formList"),
        client.get("/openrosa/key/nobody/formList"),
        client.get(f"{enumerator.door}/nowhere"),
        client.head(f"{enumerator.door}/submission"),
        send(client, enumerator.door, an_instance()),
        send(client, enumerator.door, b"<broken"),
    ]

    assert [one.status_code for one in answers] == [200, 401, 403, 404, 204, 201, 400]
    for one in answers:
        assert one.headers["X-OpenRosa-Version"] == "1.0"
        assert one.headers.getlist("Date") == [one.headers["Date"]]
        assert parsedate_to_datetime(one.headers["Date"]).astimezone(UTC) == clock.now
        assert one.headers["Content-Language"] == "vi"
        assert one.headers["X-OpenRosa-Accept-Content-Length"] == "100000000"


def test_messages_follow_the_language_of_the_phone(client, form, enumerator):
    heard = {
        asked: send(client, enumerator.door, an_instance(form_id="khong_co"), Accept_Language=asked)
        for asked in ("vi-VN,vi;q=0.9,en;q=0.8", "en-GB,en;q=0.9", "fr")
    }

    assert [one.headers["Content-Language"] for one in heard.values()] == ["vi", "en", "vi"]
    assert told(heard["en-GB,en;q=0.9"]).startswith("There is no form khong_co")
    assert "khong_co" in told(heard["fr"])
    assert told(heard["fr"]) == told(heard["vi-VN,vi;q=0.9,en;q=0.8"])


@pytest.mark.parametrize(
    ("version", "status"), [("1.0", 200), ("1.1", 200), ("1", 200), ("", 200), ("2.0", 400), ("10", 400), ("x", 400)]
)
def test_only_another_great_version_of_the_protocol_is_refused(client, form, enumerator, version, status):
    answer = client.get(f"{enumerator.door}/formList", headers={"X-OpenRosa-Version": version})

    assert answer.status_code == status


def test_a_request_is_never_refused_for_its_date(client, form, enumerator):
    answer = client.get(
        f"{enumerator.door}/formList", headers={"Date": "thứ Hai, 03 giờ chiều".encode().decode("latin-1")}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "shape", ["{door}/formList/", "{door}//formList", "{door}//formList//", "/openrosa//key/{key}/formList"]
)
def test_slashes_too_many_do_no_harm(client, form, enumerator, shape):
    assert len(entries(client.get(shape.format(door=enumerator.door, key=enumerator.key)))) == 1


@pytest.mark.parametrize("shape", ["{door}/submission/", "{door}//submission", "{door}/submission//"])
def test_slashes_too_many_do_not_redirect_a_submission(client, form, enumerator, shape):
    xml = an_instance()

    answer = client.post(shape.format(door=enumerator.door), data=xml, content_type="text/xml")

    assert answer.status_code == 201


def test_head_answers_as_get_does_wherever_a_phone_reads(client, real_forms, enumerator, opened):
    listed = entries(client.get(f"{enumerator.door}/formList"))[0]
    manifest = client.get(path_of(listed["manifestUrl"]))
    urls = [
        f"{enumerator.door}/formList",
        path_of(listed["downloadUrl"]),
        path_of(listed["manifestUrl"]),
        *(path_of(one["downloadUrl"]) for one in entries(manifest, f"{MANIFEST}mediaFile")),
    ]

    for url in urls:
        got, head = client.get(url), client.head(url)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["ETag"] == got.headers["ETag"]
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


@pytest.mark.parametrize("method", ["head", "get"])
def test_a_phone_that_asks_whether_it_may_send_gets_the_limit_and_no_other_address(client, form, enumerator, method):
    answer = getattr(client, method)(f"{enumerator.door}/submission?deviceID=collect%3Aabc")

    assert (answer.status_code, answer.data) == (204, b"")
    assert int(answer.headers["X-OpenRosa-Accept-Content-Length"]) == 100_000_000
    assert "Location" not in answer.headers


def test_nothing_below_the_phones_address_answers_html_or_json(client, form, enumerator):
    door = enumerator.door
    answers = [
        client.get("/openrosa"),
        client.get("/openrosa/"),
        client.get("/openrosa/nothing/here"),
        client.get(f"{door}"),
        client.get(f"{door}/forms/none/versions/1/form.xml"),
        client.get(f"{door}/forms/hop_thon/versions/9/form.xml"),
        client.get(f"{door}/forms/hop_thon/versions/1/media/none.csv"),
        client.get(f"{door}/forms/none/versions/1/manifest"),
        client.put(f"{door}/submission"),
        client.delete(f"{door}/formList"),
        client.patch(f"{door}/formList"),
        client.post(f"{door}/formList"),
        client.get("/openrosa/formList"),
        client.get("/openrosa/key/none/formList"),
        client.post(f"{door}/submission"),
        send_body(client, door, b"{}", "application/json"),
        send_body(client, door, b"a=1", "application/x-www-form-urlencoded"),
        client.get("/openrosa/%00"),
        client.get("/openrosa/%FF%FE"),
    ]

    assert [one.status_code for one in answers] == [404] * 8 + [405] * 4 + [401, 403, 415, 415, 415, 404, 404]
    assert all(told(one) for one in answers)


def test_a_wrong_method_is_told_which_ones_there_are(client, form, enumerator):
    answer = client.put(f"{enumerator.door}/submission")

    assert set(answer.headers["Allow"].split(", ")) >= {"HEAD", "GET", "POST"}


def test_addresses_keep_the_origin_by_which_the_phone_came_unless_one_is_set(settings, blobs, clock, form, enumerator):
    fixed = create_app(replace(settings, base_url="https://rasoat.example"), blobs=blobs, clock=clock)
    free = create_app(replace(settings, has_fixed_address=False), blobs=blobs, clock=clock)

    heard = [
        entries(one.test_client().get(f"{enumerator.door}/formList", headers={"Host": "10.0.0.7:8000"}))[0]
        for one in (fixed, free)
    ]

    assert heard[0]["downloadUrl"].startswith(f"https://rasoat.example{enumerator.door}/")
    assert heard[1]["downloadUrl"].startswith(f"http://10.0.0.7:8000{enumerator.door}/")


# --- manifests and files --------------------------------------------------------------------------------------


def manifest_of(client, who, form_id="phieu_b"):
    listed = next(one for one in entries(client.get(f"{who.door}/formList")) if one["formID"] == form_id)
    return entries(client.get(path_of(listed["manifestUrl"])), f"{MANIFEST}mediaFile")


def list_of(client, who, name="households.csv"):
    entry = next(one for one in manifest_of(client, who) if one["filename"] == name)
    return list(csv.DictReader(io.StringIO(client.get(path_of(entry["downloadUrl"])).text)))


def test_every_file_has_the_hash_that_the_manifest_tells(client, real_forms, enumerator, opened):
    found = manifest_of(client, enumerator)

    assert {one["filename"] for one in found} >= {"villages.csv", "households.csv", "points.csv"}
    for one in found:
        served = client.get(path_of(one["downloadUrl"]))
        assert md5(served.data) == one["hash"]
        assert one["filename"] in served.headers["Content-Disposition"]


def test_files_go_out_with_length_name_and_tag(client, real_forms, enumerator, opened):
    for one in manifest_of(client, enumerator):
        served = client.get(f"{path_of(one['downloadUrl'])}&deviceID=collect%3Aabc")
        assert int(served.headers["Content-Length"]) == len(served.data)
        assert served.headers["Content-Disposition"].startswith("attachment; filename=")
        assert served.get_etag()[0] == one["hash"].removeprefix("md5:")


def test_a_form_without_a_title_is_listed_by_its_id(client, enumerator, blobs, clock):
    text = b"| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | form_id |\n| | khong_ten |\n"
    source = FormSource(text, "a.md", role="meeting", may_fill=("enumerator",))
    publish_version(source, by=SYSTEM, blobs=blobs, clock=clock)

    (listed,) = entries(client.get(f"{enumerator.door}/formList?formID=khong_ten"))

    assert (listed["name"], listed["version"]) == ("khong_ten", None)
    assert client.get(path_of(listed["downloadUrl"])).status_code == 200


def test_a_form_has_the_hash_that_the_list_tells(client, real_forms, enumerator):
    for one in entries(client.get(f"{enumerator.door}/formList")):
        assert md5(client.get(path_of(one["downloadUrl"])).data) == one["hash"]


def test_an_unchanged_form_file_and_manifest_are_304(client, real_forms, enumerator, opened):
    listed = entries(client.get(f"{enumerator.door}/formList"))[0]
    urls = [path_of(listed["downloadUrl"]), path_of(listed["manifestUrl"])]
    urls += [path_of(one["downloadUrl"]) for one in manifest_of(client, enumerator, listed["formID"])]

    for url in urls:
        tag = client.get(url).headers["ETag"]
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("area", "households"),
    [(VILLAGE_1, {"h1", "h2"}), (VILLAGE_2, {"h3"}), (COMMUNE, {"h1", "h2", "h3"}), ("46/4/", set())],
)
def test_a_phone_carries_only_the_households_of_its_owners_area(client, real_forms, opened, clock, area, households):
    who = somebody(clock, Role.SUPERVISOR, area)

    assert {row["name"] for row in list_of(client, who)} == households


def test_a_list_tells_where_each_case_stands(client, real_forms, enumerator, opened):
    rows = {row["name"]: row for row in list_of(client, enumerator)}

    assert {name: (row["state"], row["managed_list"], row["standing"]) for name, row in rows.items()} == {
        "h1": ("to_survey", "yes", "poor"),
        "h2": ("listed", "no", "non_poor"),
    }


def test_people_are_listed_by_their_given_names(client, real_forms, opened, clock):
    who = somebody(clock, Role.SUPERVISOR, VILLAGE_1)

    assert [row["head_name"] for row in list_of(client, who)] == ["Trần Văn Ân", "Hồ Thị Bưởi"]


def test_the_reason_of_a_return_reaches_the_phone_and_changes_the_hash(client, real_forms, enumerator, opened):
    before = next(one for one in manifest_of(client, enumerator) if one["filename"] == "households.csv")
    case = review.find_case(case_id(opened.id, "h1"))
    review.change_case(case, {"stage": "returned_for_correction", "remark": 'Thiếu "ảnh", chụp lại'}, None)
    registry.mark_changed([VILLAGE_1])

    row = next(one for one in list_of(client, enumerator) if one["name"] == "h1")
    after = next(one for one in manifest_of(client, enumerator) if one["filename"] == "households.csv")

    assert row["remark"] == 'Thiếu "ảnh", chụp lại'
    assert row["label"].startswith("⚠ ")
    assert after["hash"] != before["hash"]


def test_a_list_named_by_a_manifest_is_served_though_it_changed_since(client, real_forms, enumerator, opened):
    named = next(one for one in manifest_of(client, enumerator) if one["filename"] == "households.csv")
    case = review.find_case(case_id(opened.id, "h1"))
    review.change_case(case, {"stage": "returned_for_correction", "remark": "x"}, None)

    assert md5(client.get(path_of(named["downloadUrl"])).data) == named["hash"]


def test_somebody_elses_list_is_not_served_by_its_hash(client, real_forms, enumerator, opened, clock):
    neighbour = somebody(clock, area=VILLAGE_2)
    named = next(one for one in manifest_of(client, enumerator) if one["filename"] == "households.csv")

    url = path_of(named["downloadUrl"]).replace(enumerator.key, neighbour.key)
    rows = list(csv.DictReader(io.StringIO(client.get(url).text)))

    assert [row["name"] for row in rows] == ["h3"]


def test_a_form_id_of_any_letters_can_be_fetched(client, publish, enumerator, blobs, clock):
    source = FormSource(a_workbook("ngày 1/2", "biên_bản"), "x.md", role="meeting", may_fill=("enumerator",))
    publish_version(source, by=SYSTEM, blobs=blobs, clock=clock)
    (listed,) = entries(client.get(f"{enumerator.door}/formList"))

    assert listed["formID"] == "biên_bản"
    assert listed["downloadUrl"].isascii()
    assert md5(client.get(path_of(listed["downloadUrl"])).data) == listed["hash"]


# --- compressed answers ---------------------------------------------------------------------------------------


def test_lists_are_compressed_for_who_takes_it_and_stay_the_same(client, real_forms, opened, enumerator):
    urls = [path_of(one["manifestUrl"]) for one in entries(client.get(f"{enumerator.door}/formList"))]
    plain = client.get(urls[-1])

    packed = client.get(urls[-1], headers={"Accept-Encoding": "gzip"})

    assert (plain.content_encoding, packed.content_encoding) == (None, "gzip")
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    again = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get(urls[-1], headers=again).status_code == 304


def test_the_form_is_served_byte_by_byte_whatever_is_accepted(client, form, enumerator):
    (entry,) = entries(client.get(f"{enumerator.door}/formList"))

    served = client.get(path_of(entry["downloadUrl"]), headers={"Accept-Encoding": "gzip"})

    assert (served.content_encoding, md5(served.data)) == (None, entry["hash"])
