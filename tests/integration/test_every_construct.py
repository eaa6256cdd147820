"""Every construct of XLSForm is uploaded, listed, downloaded, received and shown; the engine knows no form by name.

RASOAT_TEST_XLSFORMS: a folder with forms of others, which go the same way; those that do not compile are left out.
"""

import os
from pathlib import Path

import pytest

from app.auth.permissions import Role
from app.form_files import KINDS
from app.form_life import content_of
from app.jobs.worker import drain
from app.openrosa.form_list import NO_VERSION
from form_engine.compiler import compile_form
from form_engine.errors import FormNotCompiled
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.publishing import drafts, repository
from form_engine.publishing.actions import FormSource
from form_engine.publishing.uploads import Upload, upload_draft
from form_engine.xform_reader import read_definition
from submissions import repository as submissions
from tests.filled import filled
from tests.integration.places import COMMUNE, Program, send, somebody
from tests.integration.test_enrolment import signed_in

pytestmark = pytest.mark.services

FORMS = sorted((Path(__file__).parents[1] / "forms" / "constructs").iterdir())
ELSEWHERE = os.environ.get("RASOAT_TEST_XLSFORMS", "")
APART = ("plain", "search_and_external_choices")
FILES = {
    "towns.csv": b"name,label\nx,X\n",
    "prices.csv": b"name,price\nx,7\n",
    "people.csv": b"name_key,full_name\nx,X\n",
    "crops.xml": b"<root><item><code>x</code><title>X</title></item></root>",
    "rates.xml": b"<root><item><name>x</name></item></root>",
    "wells.geojson": b'{"type": "FeatureCollection", "features": []}',
    "map.png": b"\x89PNG",
    "word.mp3": b"ID3",
    "film.mp4": b"....ftyp",
    "orchard.csv": b"name,label,village,girth\nx,X,x,7\n",
}


@pytest.fixture
def no_java(monkeypatch):
    monkeypatch.setenv("PATH", "")


def test_every_construct_goes_from_the_workbook_to_the_page(
    app, client, blobs, clock, villages, enumerator, definitions, no_java
):
    officer = somebody(clock, area=COMMUNE, role=Role.COMMUNE_OFFICER)
    signed_in(client, officer)
    program = Program.of(app, somebody(clock, role=Role.ADMINISTRATOR, area=""))
    names = []
    for path in (*FORMS, *_elsewhere()):
        draft = _draft(path, by=officer.actor, blobs=blobs, clock=clock)
        if draft.id in names:
            continue
        definition = read_definition(content_of(draft.xform_key, blobs))
        drafts.publish_draft(draft, definition, by=officer.actor, clock=clock, may_fill=("enumerator",))
        sent = send(client, enumerator.door, filled(definition, f"uuid:{draft.id}"), {"file.bin": b"x"})
        assert sent.status_code == 201, path.name
        names.append(draft.id)
    drain(definitions, clock)

    listed = client.get(f"{enumerator.door}/formList").text
    for name in names:
        kept = submissions.find(name, f"uuid:{name}")
        version = repository.get_form(name).current_version
        out = f"{enumerator.door}/forms/{name}/versions/{version or NO_VERSION}"
        assert f"<formID>{name}</formID>" in listed
        assert client.get(f"{out}/form.xml").data == content_of(repository.get_version(name, version).xform_key, blobs)
        assert client.get(f"{out}/manifest").status_code == 200
        assert (kept["processing_state"], kept["work"]["error"]) == ("processed", ""), name
        assert {one["kind"] for one in kept["findings"]} & {"not_evaluated", "wrong_type", "unknown_field"} == set(), (
            name
        )
        assert client.get(f"/phieu/uuid:{name}").status_code == 200, name
        answers = {
            kind: program.call("GET", f"/forms/{name}/versions/{version or NO_VERSION}/{kind}").status_code
            for kind in KINDS
        }
        assert answers == dict.fromkeys(KINDS, 200), name


def _elsewhere():
    for path in sorted(Path(ELSEWHERE).iterdir()) if ELSEWHERE else ():
        try:
            compile_form(path.read_bytes(), filename=path.name)
        except FormNotCompiled:
            continue
        yield path


def _draft(path, **with_):
    """Most are compiled here: a child process each would take long. Files that nobody has here are one letter long."""
    if path.stem in APART:
        return upload_draft(Upload(path.read_bytes(), path.name, FILES), **with_)
    files = FILES | {name: FILES.get(name, b"x") for name in _named_by(path)}
    source = FormSource(path.read_bytes(), path.name, role="survey", may_fill=(), media=files)
    return drafts.make_draft(source, **with_)


def _named_by(path):
    form = compile_form(path.read_bytes(), filename=path.name)
    return set(form.definition.media_files) - set(form.made_files)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_construct_compiles_without_an_expression_that_is_not_understood(path):

    form = compile_form(path.read_bytes(), filename=path.name)

    assert form.form_id == path.stem
    assert Evaluator.of(form.definition, known_lists(form.definition, {})).not_supported == ()
