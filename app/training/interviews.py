"""A whole interview on a phone: random valid answers, photo, signatures, audit log; ready to be sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Any

from app.training.answers import nested, new_instance_id, write_instance
from app.training.phieu_a import answer_phieu_a
from app.training.phieu_b import answer_phieu_b
from app.training.phieu_c import answer_phieu_c
from app.training.phieu_c1 import answer_phieu_c1
from app.training.phone import BlankForm
from app.training.pictures import house_jpeg, signature_png
from app.training.visit import Visit
from form_engine.definition import Field, FormDefinition
from form_engine.scoring_sheet import ScoringSheet

_ANSWERERS: Mapping[str, Callable[[Visit, ScoringSheet, Random], dict[str, Any]]] = {
    "phieu_a": answer_phieu_a,
    "phieu_b": answer_phieu_b,
    "phieu_c": answer_phieu_c,
    "phieu_c1": answer_phieu_c1,
}
_NO_PHOTO = "Chủ hộ không đồng ý chụp ảnh nhà."
_MOST_TRIES = 1_000
_SIGNATURES = ("respondent_signature", "enumerator_signature")


@dataclass(frozen=True, slots=True)
class FilledForm:
    instance_id: str
    answers: Mapping[str, Any]
    xml: bytes
    attachments: Mapping[str, bytes]


def fill(
    blank: BlankForm,
    visit: Visit,
    sheet: ScoringSheet,
    chance: Random,
    *,
    photo_bytes: int = 60_000,
    wanted: Mapping[str, Any] = MappingProxyType({}),
) -> FilledForm:
    """Phiếu A, B, C or C1 of one household. The same `chance` and visit give the same bytes.

    photo_bytes: size of the photo of the house; 0 for none (with the reason, where the form wants one). wanted: what
    the answers have to come to, by field. Raises ValueError when they never do.
    """
    definition = blank.definition
    flat = _answers(definition.form_id, visit, sheet, chance, wanted)
    files = _pictures(definition, flat, visit, chance, photo_bytes)
    answers = nested(definition.root, flat)
    instance_id = new_instance_id(chance)
    audit_file = "audit.csv" if definition.has_audit else ""
    if audit_file:
        files[audit_file] = _audit_log(definition, flat, visit, chance)
    xml = write_instance(
        definition,
        answers,
        instance_id=instance_id,
        instance_name=f"{flat['head_name']} · {flat['village_name']} · {flat['interview_date']}",
        audit_file=audit_file,
    )
    return FilledForm(instance_id, answers, xml, files)


def _answers(
    form_id: str, visit: Visit, sheet: ScoringSheet, chance: Random, wanted: Mapping[str, Any]
) -> dict[str, Any]:
    for _ in range(_MOST_TRIES):
        flat = _ANSWERERS[form_id](visit, sheet, chance)
        if wanted.items() <= {name: flat.get(name) for name in wanted}.items():
            return flat
    raise ValueError(f"{form_id} of this household never comes to {dict(wanted)}")


def _pictures(
    definition: FormDefinition, flat: dict[str, Any], visit: Visit, chance: Random, photo_bytes: int
) -> dict[str, bytes]:
    """The files by name; their names go into `flat`. Named by the millisecond, as Collect names them."""
    files: dict[str, bytes] = {}
    taken = int(visit.began.timestamp() * 1000) + visit.minutes * 55_000
    if "house_photo" in definition.fields_by_name:
        flat["house_photo"] = None
    if photo_bytes and "house_photo" in flat:
        flat["house_photo"] = f"{taken}.jpg"
        files[f"{taken}.jpg"] = house_jpeg(chance, size=photo_bytes)
    elif "house_photo_reason" in definition.fields_by_name:
        flat["house_photo_reason"] = _NO_PHOTO
    for name in _SIGNATURES:
        taken += chance.randint(2_000, 9_000)
        flat[name] = f"{taken}.png"
        files[f"{taken}.png"] = signature_png(chance)
    return files


def _audit_log(definition: FormDefinition, flat: Mapping[str, Any], visit: Visit, chance: Random) -> bytes:
    """How the questions followed each other, in milliseconds since 1970; repeats are left out."""
    asked = [field for field in definition.fields if _is_shown(field, flat)]
    at = int(visit.began.timestamp() * 1000)
    each = visit.minutes * 60_000 // (len(asked) + 1)
    lines = ["event,node,start,end,old-value,new-value", f"form start,,{at},,,"]
    for field in asked:
        end = at + chance.randint(each // 3, each)
        lines.append(f"question,{field.path},{at},{end},,")
        at = end
    lines += [f"end screen,,{at},{at + 3000},,", f"form exit,,{at + 3000},,,", f"form finalize,,{at + 3000},,,"]
    return ("\n".join(lines) + "\n").encode()


def _is_shown(field: Field, flat: Mapping[str, Any]) -> bool:
    return field.asked and not field.readonly and field.name in flat
