"""What it costs to hold a Phiếu B against its rules, and that the cost grows with the roster and no faster."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from app.processes.child import collect_seldom
from app.training.forms import sources
from core.mongo import database
from form_engine.compiler import compile_form
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.instance import Instance, read_instance
from form_engine.safe_xml import local_name, parse

SIZES = (10, 50, 100, 250, 500)
_MOST = 10_000_000


def report(xlsforms: Path) -> None:
    """One line a size: milliseconds an instance, and per member against ten members. Needs a filled Phiếu B stored."""
    (source,) = sources(xlsforms, only="phieu_b")
    form = compile_form(source.workbook, filename=source.filename)
    evaluator = Evaluator.of(form.definition, known_lists(form.definition, {}))
    found = database()["submissions"].find_one({"form_id": "phieu_b"})
    if found is None:
        raise SystemExit("no filled Phiếu B is stored")
    collect_seldom()  # as the worker does
    measured = {size: milliseconds(evaluator, with_members(found["xml"], size)) for size in SIZES}
    least = measured[SIZES[0]] / SIZES[0]
    for size, cost in measured.items():
        print(
            f"evaluation, {size:3} members   ratio {cost / size / least:5.2f} per member  ({cost:.1f} ms an instance)"
        )


def with_members(xml: bytes, size: int) -> Instance:
    """The instance with its first member so many times, each another person of the list."""
    root = parse(xml, max_bytes=_MOST, max_nodes=_MOST)
    rounds = [child for child in root if local_name(child) == "members"]
    place = root.index(rounds[0])
    copies = [etree.fromstring(etree.tostring(rounds[0])) for _ in range(size)]
    for one in rounds:
        root.remove(one)
    for number, copy in enumerate(reversed(copies)):
        for entry in copy:
            if local_name(entry) == "listed_member" and entry.text:
                entry.text = f"person-{number}"
        root.insert(place, copy)
    return read_instance(etree.tostring(root))


def milliseconds(evaluator: Evaluator, instance: Instance) -> float:
    return statistics.median(_timed(lambda: evaluator.findings(instance)) for _ in range(5)) * 1000


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
