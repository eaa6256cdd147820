"""What is fuzzed: the reader of instances and the reader of request bodies, with valid samples to start from."""

import io
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from flask import Request
from werkzeug.test import EnvironBuilder

from app.openrosa.multipart_reader import read_body
from app.training.interviews import fill
from app.training.phone import BlankForm, ListedForm
from app.training.visit import Visit, household_of
from core.errors import InvalidInput
from form_engine.answers import read_answers
from form_engine.compiler import CompiledForm, compile_form
from form_engine.entity_blocks import read_blocks
from form_engine.instance import expected_attachments, read_instance
from review.rulesets import get_ruleset
from tests.fuzz.mutation import mutated

ROOT = Path(__file__).resolve().parents[2]
_LIMIT = 2_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """`read` takes any bytes and returns, or refuses with InvalidInput; anything else is a finding."""

    name: str
    samples: tuple[bytes, ...]
    read: Callable[[bytes], None]


def targets() -> list[Target]:
    form = compile_form((ROOT / "xlsforms/phieu_b/form.xlsx").read_bytes(), filename="phieu_b.xlsx")
    instances = (_filled(form), *(path.read_bytes() for path in sorted((ROOT / "tests/instances").glob("*.xml"))))
    bodies = tuple(_body(xml, files) for xml in instances for files in (0, 1, 3))
    trees = compile_form(_TREES, filename="cay.md")
    return [
        Target("entities", (_TREE,), lambda content: _read_entities(content, trees)),
        Target("instance", instances, lambda content: _read_instance(content, form)),
        Target("multipart", bodies, lambda content: _read_body(content, "multipart/form-data; boundary=b")),
    ]


_TREES = """
| survey |
| | type | name | label | save_to |
| | begin_repeat | tree | Cây | |
| | text | species | Loài | species |
| | end_repeat | | | |
| settings |
| | form_id | version |
| | cay | 1 |
| entities |
| | list_name | label |
| | trees | ${species} |
""".encode()
_TREE = (
    b'<data id="cay" version="1"><tree><species>lim</species><meta><entity dataset="trees" create="1" update="true" '
    b'baseVersion="2" trunkVersion="1" branchId="9a1c0000-0000-4000-8000-000000000001" '
    b'id="uuid:3550a4b4-0287-4802-93c4-32d06e303e50"><label>Lim</label></entity></meta></tree>'
    b"<meta><instanceID>uuid:1</instanceID></meta></data>"
)


def _read_entities(content: bytes, form: CompiledForm) -> None:
    read_blocks(read_instance(content), form.definition.entities.entities)


def _filled(form: CompiledForm) -> bytes:
    """A Phiếu B as a training phone fills it."""
    media = {path.name: path.read_bytes() for path in (ROOT / "xlsforms/phieu_b/media").iterdir()}
    listed = ListedForm(form.form_id, form.title, form.version, "", "", "")
    blank = BlankForm(listed, form.xform, media)
    village, household = household_of(blank, "h1")
    visit = Visit(village, household, began=datetime(2026, 11, 2, 1, 30, tzinfo=UTC), device_id="collect:abc")
    return fill(blank, visit, get_ruleset("vn-2016-2020"), Random(1), photo_bytes=0).xml


def _read_instance(content: bytes, form: CompiledForm) -> None:
    instance = read_instance(content)
    expected_attachments(instance, form.definition)
    read_answers(instance, form.definition)


def _read_body(content: bytes, content_type: str) -> None:
    environ = EnvironBuilder(
        method="POST", input_stream=io.BytesIO(content), content_length=len(content), content_type=content_type
    ).get_environ()
    with ExitStack() as closing:
        body = read_body(Request(environ), closing, max_bytes=_LIMIT)
        assert all("/" not in one.name and "\\" not in one.name for one in body.files)
        assert sum(one.size for one in body.files) + len(body.xml) <= len(content)


def _body(xml: bytes, files: int) -> bytes:
    head = '--b\r\nContent-Disposition: form-data; name="{0}"; filename="{0}"\r\nContent-Type: {1}\r\n\r\n'
    parts = [head.format("xml_submission_file", "text/xml").encode() + xml]
    parts += [head.format(f"ảnh {number}.jpg", "image/jpeg").encode() + b"\xff\xd8\x00--b" for number in range(files)]
    return b"\r\n".join(parts) + b"\r\n--b--\r\n"


def try_one(target: Target, seed: int) -> Exception | None:
    """Read one changed sample; what was raised that no reader may raise."""
    content = input_of(target, seed)
    try:
        target.read(content)
    except InvalidInput:
        return None
    except Exception as error:  # noqa: BLE001  that is what is looked for
        return error
    return None


def input_of(target: Target, seed: int) -> bytes:
    chance = Random(f"{target.name} {seed}")
    return mutated(chance.choice(target.samples), chance)
