"""Entity lists over HTTP, as Collect uses them: manifest, list, integrity, changes from forms, conflicts."""

import csv
import io
import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from lxml import etree

from app.auth.permissions import Role
from app.console import entities as pages
from app.jobs import housekeeping, worker
from app.jobs.worker import drain
from core.actor import SYSTEM
from form_engine.publishing import drafts, entity_lists
from form_engine.publishing.actions import FormSource, publish_version
from form_engine.publishing.errors import EntityListNameTaken
from registry import entities
from submissions import actions, repository
from submissions.rules.review_state import ReviewState
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, Program, send, somebody
from tests.integration.test_enrolment import signed_in, token_of

pytestmark = pytest.mark.services

MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
EVERYBODY = ("enumerator", "supervisor", "commune_officer")

TREES = """
| survey |
| | type | name | label | save_to |
| | select_one_from_file trees.csv | tree | Cây | |
| | text | species | Loài | species |
| | integer | girth | Chu vi | girth |
| settings |
| | form_id | version | form_title |
| | cay | {version} | Cây |
| entities |
| | list_name | entity_id | create_if | update_if | label |
| | trees | coalesce(${{tree}}, uuid()) | ${{tree}} = '' | ${{tree}} != '' | ${{species}} |
"""


def source(text=TREES, version="1", name="cay.md", **more):
    return FormSource(text.format(version=version).encode(), name, role="meeting", may_fill=EVERYBODY, **more)


@pytest.fixture
def trees(blobs, clock, villages):
    return publish_version(source(), by=SYSTEM, blobs=blobs, clock=clock)


def filled(block, *, instance_id="", deprecated="", species="", girth="", version="1"):
    edit = f"<deprecatedID>{deprecated}</deprecatedID>" if deprecated else ""
    return (
        f'<data id="cay" version="{version}"><tree/><species>{species}</species><girth>{girth}</girth>'
        f"<meta>{block}<instanceID>{instance_id or f'uuid:{uuid4()}'}</instanceID>{edit}</meta></data>"
    ).encode()


def block(entity_id, *, label="", dataset="trees", **attributes):
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<entity dataset="{dataset}" id="{entity_id}"{told}><label>{label}</label></entity>'


class Collect:
    """What Collect does with a list, by hand."""

    def __init__(self, client, who, form_id="cay", filename="trees.csv"):
        self.client, self.who, self.form_id, self.filename = client, who, form_id, filename

    def entry(self):
        listed = self.client.get(f"{self.who.door}/formList?formID={self.form_id}")
        address = etree.fromstring(listed.data).findtext(".//{*}manifestUrl")
        manifest = self.get(address)
        assert manifest.content_type == "text/xml; charset=utf-8"
        return next(
            one for one in etree.fromstring(manifest.data) if one.findtext(f"{MANIFEST}filename") == self.filename
        )

    def rows(self):
        entry = self.entry()
        answer = self.get(entry.findtext(f"{MANIFEST}downloadUrl"))
        assert entry.get("type") in ("entityList", "approvalEntityList")
        return {row["name"]: row for row in csv.DictReader(io.StringIO(answer.text))}

    def integrity(self, *ids):
        answer = self.get(f"{self.entry().findtext(f'{MANIFEST}integrityUrl')}?id={','.join(ids)}&deviceID=collect%3Ax")
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
        return {one.get("id"): one.findtext("deleted") for one in etree.fromstring(answer.data).iter("entity")}

    def get(self, url):
        parts = urlsplit(url)
        answer = self.client.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, answer.text
        return answer


@pytest.fixture
def phone(client, trees, enumerator):
    return Collect(client, enumerator)


@pytest.fixture
def post(client, enumerator, definitions, clock):
    """Send a form and have it worked on; returns it as it is kept."""

    def sent(xml, who=None):
        clock.advance(timedelta(minutes=1))
        assert send(client, (who or enumerator).door, xml).status_code == 201
        drain(definitions, clock)
        instance_id = etree.fromstring(xml).findtext("meta/instanceID")
        return repository.find(etree.fromstring(xml).get("id"), instance_id)

    return sent


def kinds(kept):
    return [one["kind"] for one in kept["findings"]]


def did(kept):
    return [(one["action"], one["version"], one["conflict"]) for one in kept["entities"]]


def a_tree(post, who=None, **told):
    entity_id = str(uuid4())
    post(filled(block(entity_id, create="1", label="Lim"), **({"species": "lim", "girth": "10"} | told)), who)
    return entity_id


def test_what_a_form_creates_is_on_the_list_at_the_next_refresh(phone, post):
    assert phone.rows() == {}
    entity_id = str(uuid4())

    kept = post(filled(block(f"uuid:{entity_id.upper()}", create="true", label="Lim"), species="lim", girth="10"))

    assert (did(kept), kinds(kept)) == ([("created", 1, None)], [])
    row = {"name": entity_id, "label": "Lim", "__version": "1", "species": "lim", "girth": "10"}
    assert phone.rows() == {entity_id: row}


def test_the_hash_of_the_manifest_is_that_of_the_list_and_changes_with_it(phone, post):
    def hash_and_list():
        entry = phone.entry()
        content = phone.get(entry.findtext(f"{MANIFEST}downloadUrl"))
        return entry.findtext(f"{MANIFEST}hash"), content.get_etag()[0]

    first, again = hash_and_list(), hash_and_list()
    a_tree(post)
    later = hash_and_list()

    assert first == again != later
    assert all(told == f"md5:{tag}" for told, tag in (first, later))


def test_an_update_against_the_latest_version_is_the_next(phone, post):
    tree = a_tree(post)

    kept = post(filled(block(tree, update="1", baseVersion=1), girth="12"))

    assert (did(kept), kinds(kept)) == ([("updated", 2, None)], [])
    assert phone.rows()[tree]["girth"] == "12"
    assert phone.rows()[tree]["__version"] == "2"
    assert phone.rows()[tree]["label"] == "Lim"


def test_a_stale_update_is_applied_marked_and_told(phone, post):
    tree = a_tree(post)
    post(filled(block(tree, update="true", baseVersion=1), species="lim", girth="12"))

    kept = post(filled(block(tree, update="true", baseVersion=1), species="lim", girth="13"))

    assert (did(kept), kinds(kept)) == ([("updated", 3, "hard")], ["entity_conflict"])
    assert phone.rows()[tree]["girth"] == "13"
    assert entities.find("trees", tree)["conflict"] == "hard"


def test_the_same_submission_twice_or_worked_on_twice_makes_one_version(
    phone, post, client, enumerator, clock, definitions
):
    entity_id = str(uuid4())
    xml = filled(block(entity_id, create="1", label="Lim"), instance_id="uuid:mot", girth="10")

    first = post(xml)
    again = post(xml)
    repository.wake(first["_id"], now=clock())
    drain(definitions, clock)

    assert did(first) == did(again) == did(repository.find("cay", "uuid:mot")) == [("created", 1, None)]
    assert len(entities.find("trees", entity_id)["versions"]) == 1


def test_a_worker_that_died_after_it_wrote_the_entity_leaves_one_version_and_the_result(
    phone, post, client, enumerator, clock, definitions, monkeypatch
):
    entity_id = str(uuid4())
    with monkeypatch.context() as patched:
        patched.setattr(worker, "write_all", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        assert (
            send(
                client, enumerator.door, filled(block(entity_id, create="1", label="Lim"), instance_id="uuid:chet")
            ).status_code
            == 201
        )
        with pytest.raises(KeyboardInterrupt):
            drain(definitions, clock)
    assert entities.find("trees", entity_id)["version"] == 1
    assert repository.find("cay", "uuid:chet").get("entities") is None

    clock.advance(timedelta(minutes=1))
    drain(definitions, clock)

    assert did(repository.find("cay", "uuid:chet")) == [("created", 1, None)]
    assert len(entities.find("trees", entity_id)["versions"]) == 1


def test_a_wrong_block_never_refuses_the_submission(phone, post):
    for wrong, kind in (
        (block("khong-phai-uuid", create="1", label="x"), "entity_id_invalid"),
        (block(uuid4(), create="1"), "entity_label_missing"),
        (block(uuid4(), update="1", baseVersion=1), "entity_unknown"),
        (block(uuid4(), update="1"), "entity_base_missing"),
        (block(uuid4(), create="1", label="x", dataset="stones"), "entity_not_declared"),
    ):
        kept = post(filled(wrong))
        assert (kinds(kept), kept["entities"][0]["action"]) == ([kind], "refused")
    assert phone.rows() == {}


def test_a_list_that_is_gone_is_a_finding(phone, post):
    entity_lists.get_list("trees").delete()

    assert kinds(post(filled(block(uuid4(), create="1", label="x")))) == ["entity_list_unknown"]


def test_of_very_many_versions_the_latest_are_kept_and_none_is_made_again(phone, post, monkeypatch, clock, definitions):
    monkeypatch.setattr(entities, "MOST_VERSIONS", 2)
    tree = a_tree(post)
    for base in (1, 2, 3):
        kept = post(filled(block(tree, update="1", baseVersion=base), girth=str(base)))

    stored = entities.find("trees", tree)
    assert ([one["number"] for one in stored["versions"]], did(kept)) == ([3, 4], [("updated", 4, None)])
    monkeypatch.setattr(entities, "_MOST_CHARACTERS", 1)
    post(filled(block(tree, update="1", baseVersion=4), girth="5"))
    assert [one["number"] for one in entities.find("trees", tree)["versions"]] == [5]

    repository.wake(kept["_id"], now=clock())  # the entity knows nothing of it any more
    drain(definitions, clock)

    assert entities.find("trees", tree)["version"] == 5
    assert did(repository.find("cay", kept["instance_id"])) == [("updated", 4, None)]


# --- offline runs -----------------------------------------------------------------------------------------------


def test_changes_of_an_offline_run_are_applied_in_order_though_they_come_out_of_order(phone, post):
    tree, branch = a_tree(post), uuid4()
    second = filled(block(tree, update="1", baseVersion=2, trunkVersion=1, branchId=branch), girth="12")
    first = filled(block(tree, update="1", baseVersion=1, trunkVersion=1, branchId=branch), girth="11")

    early = post(second)
    post(first)

    assert (did(early), kinds(early)) == ([("held", None, None)], ["entity_held"])
    assert (phone.rows()[tree]["girth"], phone.rows()[tree]["__version"]) == ("12", "3")
    after = repository.find("cay", early["instance_id"])
    assert (did(after), kinds(after)) == ([("updated", 3, None)], [])


def test_a_change_whose_forerunner_never_comes_is_forced_after_five_days(phone, post, clock, definitions):
    tree = a_tree(post)
    kept = post(filled(block(tree, update="1", baseVersion=3, trunkVersion=1, branchId=uuid4()), girth="12"))
    assert did(kept) == [("held", None, None)]

    clock.advance(timedelta(days=5))
    housekeeping.remove_what_ended(clock)
    drain(definitions, clock)

    assert did(repository.find("cay", kept["instance_id"])) == [("updated", 2, "soft")]
    assert phone.rows()[tree]["girth"] == "12"


# --- edits, approval --------------------------------------------------------------------------------------------


def test_an_edit_makes_its_entity_not_again(phone, post):
    entity_id = str(uuid4())
    post(filled(block(entity_id, create="1", label="Lim"), instance_id="uuid:goc", girth="10"))

    edit = post(filled(block(uuid4(), create="1", label="Lim"), instance_id="uuid:sua", deprecated="uuid:goc"))

    assert (edit["review"]["state"], edit["entities"]) == (ReviewState.EDITED, [])
    assert list(phone.rows()) == [entity_id]


def test_of_edits_and_original_that_come_at_once_one_makes_the_entity(phone, client, enumerator, clock, definitions):
    entity_id, ids = str(uuid4()), ["uuid:goc", "uuid:sua", "uuid:sua-nua"]
    made = block(entity_id, create="1", label="Lim")
    first, edit, again = (
        filled(made, instance_id=one, deprecated=before) for one, before in zip(ids, ["", *ids], strict=False)
    )
    for xml in (edit, first, again):
        clock.advance(timedelta(seconds=1))
        assert send(client, enumerator.door, xml).status_code == 201
    drain(definitions, clock)

    kept = [repository.find("cay", one) for one in ids]
    assert [one["is_current"] for one in kept] == [False, False, True]
    assert [kinds(one) for one in kept] == [[], [], []]
    assert len(entities.find("trees", entity_id)["versions"]) == 1


def test_an_edit_makes_what_the_original_could_not(phone, post):
    entity_id = str(uuid4())
    post(filled(block(entity_id, create="1"), instance_id="uuid:goc"))

    edit = post(filled(block(entity_id, create="1", label="Lim"), instance_id="uuid:sua", deprecated="uuid:goc"))

    assert did(edit) == [("created", 1, None)]


def test_where_approval_is_needed_an_entity_is_made_when_its_form_is_approved(phone, post, clock, definitions):
    entity_lists.set_approval("trees", needed=True)
    entity_id = str(uuid4())

    kept = post(filled(block(entity_id, create="1", label="Lim"), instance_id="uuid:cho"))
    before, kind = phone.rows(), phone.entry().get("type")
    by = somebody(clock, Role.SUPERVISOR, COMMUNE).actor
    actions.approve(kept, needs_score=False, revision=kept["revision"], by=by, clock=clock)
    drain(definitions, clock)

    assert (did(kept), kinds(kept)) == ([("awaiting", None, None)], ["entity_awaits_approval"])
    assert (before, kind) == ({}, "approvalEntityList")
    assert list(phone.rows()) == [entity_id]


# --- who carries what -------------------------------------------------------------------------------------------


def test_a_phone_carries_the_entities_of_its_area_alone_and_lets_go_of_others(client, phone, post, clock):
    tree = a_tree(post)
    neighbour = Collect(client, somebody(clock, area=VILLAGE_2))
    officer = Collect(client, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))

    assert (list(phone.rows()), list(neighbour.rows()), list(officer.rows())) == ([tree], [], [tree])
    never = str(uuid4())
    assert phone.integrity(tree, never) == {tree: "false"}
    assert neighbour.integrity(tree) == {tree: "true"}


def test_an_update_from_outside_the_area_is_applied_and_told(client, phone, post, clock):
    tree = a_tree(post)

    kept = post(filled(block(tree, update="1", baseVersion=1), girth="12"), somebody(clock, area=VILLAGE_2))

    assert (did(kept), kinds(kept)) == ([("updated", 2, None)], ["entity_outside_area"])


def test_integrity_of_a_list_that_is_none_is_404_in_an_envelope(client, phone):
    answer = client.get(f"{phone.who.door}/lists/khong/integrity?id={uuid4()}")

    assert (answer.status_code, answer.content_type) == (404, "text/xml; charset=utf-8")


# --- publishing -------------------------------------------------------------------------------------------------


def test_publishing_makes_the_list_and_a_new_version_its_new_properties(trees, blobs, clock):
    girth = "| | integer | girth | Chu vi | girth |"
    again = TREES.replace(girth, f"{girth}\n| | text | crown | Tán | crown |")

    publish_version(source(again, version="2"), by=SYSTEM, blobs=blobs, clock=clock)

    assert entity_lists.get_list("trees").properties == ["species", "girth", "crown"]
    assert entity_lists.get_list("trees").forms == ["cay"]


def test_a_form_that_only_reads_a_list_gets_it(trees, blobs, clock, client, enumerator, post):
    reader = """
| survey |
| | type | name | label |
| | select_one_from_file trees.csv | tree | Cây |
| settings |
| | form_id | version | form_title |
| | doc_cay | 1 | Đọc cây |
"""
    publish_version(source(reader, name="doc_cay.md"), by=SYSTEM, blobs=blobs, clock=clock)
    tree = a_tree(post)

    assert list(Collect(client, enumerator, "doc_cay").rows()) == [tree]


def test_a_name_is_taken_once(trees, blobs, clock):
    other = TREES.replace("| cay |", "| cay_khac |")

    publish_version(source(other, name="khac.md"), by=SYSTEM, blobs=blobs, clock=clock)  # one list of two forms
    with pytest.raises(EntityListNameTaken):
        publish_version(source(other.replace("trees", "Trees"), version="2"), by=SYSTEM, blobs=blobs, clock=clock)

    assert entity_lists.get_list("trees").forms == ["cay", "cay_khac"]


def test_a_list_may_not_be_called_as_a_file_of_another_form(real_forms, villages, blobs, clock):
    with pytest.raises(EntityListNameTaken):
        publish_version(source(TREES.replace("trees", "households")), by=SYSTEM, blobs=blobs, clock=clock)


def test_a_form_may_make_a_list_of_the_file_that_it_carried(blobs, clock, villages):
    plain = TREES.split("| entities |")[0].replace("save_to", "hint")
    before = publish_version(
        source(plain, media={"trees.csv": b"name,label\na,A\n"}), by=SYSTEM, blobs=blobs, clock=clock
    )

    after = publish_version(source(version="2"), by=SYSTEM, blobs=blobs, clock=clock)

    assert [[one.is_entity_list for one in version.media] for version in (before, after)] == [[False], [True]]


def test_a_list_made_for_each_person_may_not_be_called_as_an_entity_list(trees, blobs, clock):
    reader = "| survey |\n| | type | name | label |\n| | select_one_from_file trees.csv | tree | Cây |\n"

    with pytest.raises(EntityListNameTaken):
        publish_version(
            source(reader, name="doc.md", personal_media=("trees.csv",)), by=SYSTEM, blobs=blobs, clock=clock
        )


def test_a_draft_makes_no_list(blobs, clock, villages, client):
    draft = drafts.make_draft(source(), by=SYSTEM, blobs=blobs, clock=clock)

    assert client.get(f"/openrosa/test/{draft.token}/media/trees.csv").text == "name,label,__version,species,girth\n"
    assert entity_lists.find_list("trees") is None


def test_a_new_entity_stands_in_the_village_that_it_names(blobs, clock, villages, client, post):
    text = TREES.replace("| | integer | girth | Chu vi | girth |", "| | text | girth | Thôn | village |")
    publish_version(source(text), by=SYSTEM, blobs=blobs, clock=clock)
    officer = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)

    tree = a_tree(post, officer, girth=VILLAGE_1)

    assert list(Collect(client, somebody(clock)).rows()) == [tree]
    assert Collect(client, somebody(clock, area=VILLAGE_2)).rows() == {}


# --- pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_conflict(phone, post):
    tree = a_tree(post)
    post(filled(block(tree, update="1", baseVersion=1), species="lim", girth="12"))
    late = post(filled(block(tree, update="1", baseVersion=1), species="lim", girth="13"))
    return tree, late


def test_who_may_look_sees_what_a_list_holds_in_his_area_page_by_page(app, client, phone, post, clock, monkeypatch):
    monkeypatch.setattr(pages, "_ON_A_PAGE", 2)
    trees = sorted(a_tree(post) for _ in range(3))
    signed_in(client, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))

    assert '/danh-sach/trees"' in client.get("/danh-sach").text
    first = client.get("/danh-sach/trees").text
    second = client.get(f"/danh-sach/trees?sau={trees[1]}").text
    assert [f"/trees/{one}" in first for one in trees] == [True, True, False]
    assert [f"/trees/{one}" in second for one in trees] == [False, False, True]
    assert (f"sau={trees[1]}" in first, "Trang sau" in second) == (True, False)
    elsewhere = app.test_client()
    signed_in(elsewhere, somebody(clock, Role.COMMUNE_OFFICER, "46/482/20129/"))
    assert trees[0] not in elsewhere.get("/danh-sach/trees").text
    assert client.get("/danh-sach/nothing").status_code == 404


def test_a_conflict_is_seen_and_settled_by_a_person_of_the_area(app, client, in_conflict, clock, definitions, phone):
    tree, late = in_conflict
    program = Program.of(app, somebody(clock, Role.SUPERVISOR, COMMUNE))
    (told,) = program.call("GET", f"/submissions/{late['instance_id']}").json["entities"]
    assert (told["list"], told["entity_id"], told["version"], told["conflict"]) == ("trees", tree, 3, "hard")
    signed_in(client, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    listed, page = client.get("/danh-sach").text, client.get(f"/danh-sach/trees/{tree}").text
    assert tree in listed
    assert "Hai phiếu ghi khác nhau" in page
    assert "12" in page
    assert f"/danh-sach/trees/{tree}" in client.get(f"/phieu/{late['instance_id']}").text

    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    data = {"revision": revision, "nhan": "Lim già", "gia_tri.girth": "12", "csrf_token": token_of(page)}
    settled = client.post(f"/danh-sach/trees/{tree}/giai-quyet", data=data)
    stale = client.post(f"/danh-sach/trees/{tree}/giai-quyet", data=data)
    drain(definitions, clock)

    assert (settled.status_code, stale.status_code) == (303, 409)
    row = phone.rows()[tree]
    assert (row["girth"], row["label"], row["__version"]) == ("12", "Lim già", "4")
    assert kinds(repository.find("cay", late["instance_id"])) == []
    assert "Địa bàn của bạn không có mục nào cần giải quyết" in client.get("/danh-sach").text


def test_an_entity_off_its_list_leaves_the_phones_and_comes_back(client, phone, post, clock):
    tree = a_tree(post)
    signed_in(client, somebody(clock, Role.SUPERVISOR, COMMUNE))

    def set_off(what):
        page = client.get(f"/danh-sach/trees/{tree}").text
        revision = re.search(r'name="revision" value="(\d+)"', page)[1]
        data = {"revision": revision, "csrf_token": token_of(page)}
        assert client.post(f"/danh-sach/trees/{tree}/{what}", data=data).status_code == 303

    set_off("dua-ra")
    gone = phone.rows(), phone.integrity(tree), kinds(post(filled(block(tree, update="1", baseVersion=1))))
    set_off("dua-vao")

    assert gone == ({}, {tree: "true"}, ["entity_deleted"])
    assert phone.integrity(tree) == {tree: "false"}


def test_who_may_not_settle_may_look_and_others_area_is_not_found(app, client, in_conflict, clock):
    tree, _ = in_conflict
    signed_in(client, somebody(clock, Role.AUDITOR, COMMUNE))
    page = client.get(f"/danh-sach/trees/{tree}")
    data = {"revision": "2", "csrf_token": token_of(page.text)}

    assert (page.status_code, "giai-quyet" in page.text) == (200, False)
    assert client.post(f"/danh-sach/trees/{tree}/giai-quyet", data=data).status_code == 403
    elsewhere = app.test_client()
    signed_in(elsewhere, somebody(clock, Role.SUPERVISOR, VILLAGE_2))
    assert elsewhere.get(f"/danh-sach/trees/{tree}").status_code == 404


def test_an_administrator_sets_whether_new_entries_wait(client, trees, villages, clock):
    signed_in(client, somebody(clock, Role.ADMINISTRATOR, ""))
    data = {"can_duyet": "1", "csrf_token": token_of(client.get("/danh-sach").text)}

    assert client.post("/danh-sach/trees/can-duyet", data=data).status_code == 303
    assert entity_lists.get_list("trees").needs_approval
