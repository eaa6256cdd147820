"""What a form declares of entities, and what a filled one says of them."""

import pytest

from form_engine.compiler import compile_form
from form_engine.entity_blocks import BlockFault, read_blocks
from form_engine.entity_declarations import Declared, EntityDeclaration, faults_of_declarations
from form_engine.instance import read_instance

ID = "3550a4b4-0287-4802-93c4-32d06e303e50"

TREES = """
| survey |
| | type | name | label | save_to |
| | select_one_from_file trees.csv | tree | Cây | |
| | begin_group | seen | Đã thấy | |
| | text | species | Loài | species |
| | end_group | | | |
| | integer | girth | Chu vi | girth |
| settings |
| | form_id | version | form_title |
| | cay | 1 | Cây |
| entities |
| | list_name | entity_id | create_if | update_if | label |
| | trees | coalesce(${tree}, uuid()) | ${tree} = '' | ${tree} != '' | ${species} |
"""

ROUNDS = """
| survey |
| | type | name | label | save_to |
| | begin_repeat | tree | Cây | |
| | text | species | Loài | species |
| | end_repeat | | | |
| settings |
| | form_id | version | form_title |
| | cay2 | 1 | Cây |
| entities |
| | list_name | label |
| | trees | ${species} |
"""


def compiled(text):
    return compile_form(text.encode(), filename="form.md")


def instance(entity, answers="<seen><species>lim</species></seen><girth>12</girth>"):
    return read_instance(f'<data id="cay" version="1">{answers}<meta>{entity}</meta></data>'.encode())


def one(entity, answers="<seen><species>lim</species></seen><girth>12</girth>"):
    (found,) = read_blocks(instance(entity, answers), compiled(TREES).definition.entities.entities)
    return found


def test_an_xlsform_with_an_entities_sheet_declares_its_list():
    found = compiled(TREES).definition

    (declared,) = found.entities.entities
    assert (declared.path, declared.dataset, declared.may_create, declared.may_update) == ("/data", "trees", True, True)
    assert declared.saves == (("/data/seen/species", "species"), ("/data/girth", "girth"))
    assert "trees.csv" in found.media_files


def test_an_entity_in_a_repeat_belongs_to_its_round():
    form = compiled(ROUNDS).definition
    rounds = "".join(
        f'<tree><species>{name}</species><meta><entity dataset="trees" create="1" id="{ID[:-1]}{number}">'
        f"<label>{name}</label></entity></meta></tree>"
        for number, name in enumerate(("lim", "xoan"))
    )
    xml = f'<data id="cay2" version="1">{rounds}<meta><instanceID>uuid:1</instanceID></meta></data>'.encode()

    found = read_blocks(read_instance(xml), form.entities.entities)

    assert [(block.number, block.label, block.values) for block in found] == [
        (0, "lim", {"species": "lim"}),
        (1, "xoan", {"species": "xoan"}),
    ]


@pytest.mark.parametrize("true", ["1", "true", "TRUE", " 1 "])
def test_both_spellings_of_true_act(true):
    created = one(f'<entity dataset="trees" id="{ID}" create="{true}" update="0"><label>L</label></entity>')
    updated = one(f'<entity dataset="trees" id="{ID}" create="" update="{true}" baseVersion="2"><label/></entity>')

    assert (created.create, created.update, created.label, created.fault) == (True, False, "L", None)
    assert (updated.create, updated.update, updated.base, updated.fault) == (False, True, 2, None)


@pytest.mark.parametrize("neither", ["0", "false", "", "yes"])
def test_what_asks_for_nothing_does_nothing(neither):
    entity = f'<entity dataset="trees" id="{ID}" create="{neither}" update="{neither}"/>'

    assert read_blocks(instance(entity), compiled(TREES).definition.entities.entities) == []


def test_the_id_loses_its_prefix_and_its_case():
    found = one(f'<entity dataset="trees" id="uuid:{ID.upper()}" create="1"><label>L</label></entity>')

    assert found.entity_id == ID


@pytest.mark.parametrize(
    ("entity", "fault"),
    [
        ('<entity dataset="trees" id="1234" create="1"><label>L</label></entity>', BlockFault.ID_INVALID),
        (
            f'<entity dataset="trees" id="{ID[:14]}1{ID[15:]}" create="1"><label>L</label></entity>',
            BlockFault.ID_INVALID,
        ),
        (f'<entity dataset="trees" id="{ID}" create="1"><label> </label></entity>', BlockFault.LABEL_MISSING),
        (f'<entity dataset="trees" id="{ID}" update="1"/>', BlockFault.BASE_MISSING),
        (f'<entity dataset="trees" id="{ID}" update="1" baseVersion="x"/>', BlockFault.BASE_MISSING),
        (f'<entity dataset="stones" id="{ID}" create="1"><label>L</label></entity>', BlockFault.NOT_DECLARED),
    ],
)
def test_what_is_wrong_with_a_block_is_told(entity, fault):
    assert one(entity).fault is fault


def test_a_field_that_was_not_relevant_is_not_received_and_an_empty_one_is():
    entity = f'<entity dataset="trees" id="{ID}" update="1" baseVersion="1" trunkVersion="1" branchId="{ID}"/>'

    found = one(entity, "<seen/><girth/>")

    assert (found.values, found.trunk, found.branch) == ({"girth": ""}, 1, ID)


def test_an_action_that_the_form_does_not_declare_is_not_done():
    declared = (EntityDeclaration("/data", "trees", may_create=False, may_update=True),)
    entity = f'<entity dataset="trees" id="{ID}" create="1" update="1" baseVersion="1"><label>L</label></entity>'

    (found,) = read_blocks(instance(entity), declared)

    assert (found.create, found.update) == (False, True)


@pytest.mark.parametrize(
    ("version", "entities", "word"),
    [
        ("", [("/data", "trees")], "without an entities-version"),
        ("2031.1.0", [("/data", "trees")], "is known"),
        ("2024.1.0", [("/data/round", "trees")], "2025.1.0"),
        ("2024.1.0", [("/data", "trees"), ("/data", "stones")], "2025.1.0"),
        ("2024.1.0", [("/data", "__trees")], "no name of an entity list"),
        ("2024.1.0", [("/data", "tre.es")], "no name of an entity list"),
    ],
)
def test_a_form_is_refused_for_what_is_not_understood(version, entities, word):
    declared = Declared(version, tuple(EntityDeclaration(path, name, True, True) for path, name in entities))

    assert word in " ".join(faults_of_declarations(declared))


@pytest.mark.parametrize("name", ["name", "Label", "__id", "1a"])
def test_a_property_may_not_be_called_what_the_protocol_needs(name):
    declared = EntityDeclaration("/data", "trees", True, True, (("/data/a", name),))

    assert list(faults_of_declarations(Declared("2024.1.0", (declared,))))


def test_names_that_differ_in_case_alone_are_refused():
    declared = EntityDeclaration("/data", "trees", True, True, (("/data/a", "girth"), ("/data/b", "Girth")))

    assert "differ only in case" in " ".join(faults_of_declarations(Declared("2024.1.0", (declared,))))


def test_an_entity_larger_than_a_list_takes_is_told_and_not_cut():
    entity = f'<entity dataset="trees" id="{ID}" create="1"><label>L</label></entity>'

    found = one(entity, f"<seen><species>{'x' * 200_001}</species></seen>")

    assert (found.fault, found.values) == (BlockFault.TOO_LARGE, {})


def test_of_an_encrypted_form_no_entity_is_known():
    xml = b'<data id="cay" version="1" encrypted="yes"><meta><entity dataset="trees" create="1"/></meta></data>'

    assert read_blocks(read_instance(xml), compiled(TREES).definition.entities.entities) == []
