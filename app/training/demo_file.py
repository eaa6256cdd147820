"""`demo.json`: who lives in the training commune, with passwords, for people and programs (contract.md)."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.training.commune import COMMUNE, VILLAGES, TrainingPerson
from core.actor import SYSTEM
from form_engine.publishing import repository as forms
from registry import repository as registry
from review import decisions, postings
from review import repository as review
from review.actions import certificates
from review.rules.stages import Stage

_ORDER = list(Stage)


def path_of(data_dir: Path) -> Path:
    return data_dir / "demo.json"


def read(data_dir: Path) -> dict[str, Any] | None:
    path = path_of(data_dir)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def people_rows(people: Iterable[TrainingPerson]) -> list[dict[str, Any]]:
    return [
        {
            "username": one.username,
            "password": one.password,
            "role": str(one.role),
            "area_code": one.area_path.rstrip("/").rsplit("/", 1)[-1],
            "phone_key": one.phone_key,
        }
        for one in people
    ]


def write(data_dir: Path, *, base_url: str, round_id: str, people: list[dict[str, Any]]) -> dict[str, Any]:
    """Write the file anew from the database; the people, whose passwords only this file knows, are handed in."""
    told = {
        "base_url": base_url,
        "round_id": round_id,
        "people": [{**one, "openrosa_url": _phone_address(base_url, one["phone_key"])} for one in people],
        "forms": [{"form_id": one.id, "version": one.current_version} for one in forms.all_forms()],
        "villages": _villages(round_id),
        "households": [
            {
                "household_id": one.id,
                "code": one.code,
                "village": one.village_path.rstrip("/").rsplit("/", 1)[-1],
                "head_name": one.head_name,
            }
            for one in registry.households_within(COMMUNE, seen_by=SYSTEM)
        ],
        "decided": _decided(base_url),
        "public": [
            {"code": one.code, "url": f"{base_url}/cong-khai/{one.code}"} for one in postings.running(seen_by=SYSTEM)
        ],
    }
    scratch = path_of(data_dir).with_suffix(".new")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=1)
    scratch.replace(path_of(data_dir))
    return told


def _decided(base_url: str) -> dict[str, str] | None:
    """Pages and papers of the latest round that came to its decision; None where there is none."""
    signed = {one.id: decisions.decisions_of(one.id) for one in review.rounds_within(COMMUNE)}
    decision = next((several[-1] for several in signed.values() if several), None)
    if decision is None:
        return None
    reported = [one for one in review.cases_of_round(decision.round_id) if one.stage == Stage.REPORTED]
    with_paper = {one.household_id: one for one in certificates.papers_of(decision)}
    households = [one.household_id for one in reported if one.household_id in with_paper] or list(with_paper)
    pages = {
        "round": f"/dot/{decision.round_id}",
        "papers": f"/dot/{decision.round_id}/giay-to",
        "appraisal": f"/tham-dinh/{decision.appraisal_id}",
        "decision": f"/quyet-dinh/{decision.id}",
        "report": f"/bao-cao?dot={decision.round_id}&ban=chinh-thuc",
    }
    if households:
        pages["certificate"] = f"/giay-chung-nhan/{with_paper[households[0]].id}.pdf"
        pages["household"] = f"/ho/{households[0]}"
    return {"round_id": decision.round_id} | {name: base_url + path for name, path in pages.items()}


def _phone_address(base_url: str, key: str) -> str:
    return f"{base_url}/openrosa/key/{key}" if key else ""


def _villages(round_id: str) -> list[dict[str, str]]:
    """A village stands where its least advanced household stands; those screened out wait for nobody."""
    stages = review.stages_by_village(round_id, [path for path, _, _ in VILLAGES])
    rows = []
    for path, name, _ in VILLAGES:
        waiting = {Stage(one) for one in stages[path]} - {Stage.SCREENED_OUT}
        stage = min(waiting, key=_ORDER.index, default=Stage.SCREENED_OUT)
        rows.append({"code": path.rstrip("/").rsplit("/", 1)[-1], "path": path, "name": name, "stage": str(stage)})
    return rows
