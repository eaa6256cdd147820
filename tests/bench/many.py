"""Many households: from stored answers to classes on two cores, and what if over a million in memory.

The baseline is the single scorer on one core, over a sample of the same answers, in the same run.
"""

import os
import resource
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from functools import cache
from multiprocessing import get_context

import numpy as np
from bson.binary import Binary

from app import stores
from app.processes.child import collect_seldom, end_with_parent
from config.settings import Settings
from core.actor import SYSTEM, paths_down_to
from core.clock import local_day, utc_now
from core.ids import id_from
from core.sequence import sequence_at
from form_engine.batch.itemise import Itemiser
from form_engine.batch.layout import reading_hash
from form_engine.batch.packed import pack
from form_engine.scoring import score
from registry import repository as registry
from registry.rules.standing import Standing
from review import repository, stored_rows
from review.actions.keep_rows import shape_kept
from review.actions.rescoring import Scorer, rescored
from review.actions.rounds import open_round
from review.actions.scopes import Scope
from review.actions.simulation import simulate
from review.row_cache import Columns, RowCache
from review.rules.classification import classify
from review.rules.what_if import OtherPoints, WhatIf
from review.rulesets import get_ruleset
from tests.bench.server import cpu_seconds
from tests.many_households import made_up_for_both

PROVINCE, RULESET, OTHER, AREA = "99/", "vn-2016-2020", "vn-2021-2025", "NT3"
CORES = 2
_COMMUNES = 10
_SAMPLE = 1_500
_MILLION = 1_000_000


def report(settings: Settings, *, quick: bool) -> None:
    each = 1_000 if quick else 10_000
    baseline = statistics.median(_alone(_households(_SAMPLE, seed=number)) for number in range(3))
    print(f"\nBaseline: the single scorer on one core, {baseline:.0f} households a second.")
    rounds = [_a_round(number, each) for number in range(_COMMUNES)]
    for ruleset, how in ((OTHER, "from stored answers"), (RULESET, "from stored rows, same reading")):
        rate, peak, ours, theirs = _many(settings, [opened.id for opened in rounds], ruleset)
        told = f"{rate * 60 / 1e6:.2f} million a minute, {CORES} processes, {peak} MB each at most; "
        told += f"CPU µs each: {ours * 1e6:.0f}, database {theirs * 1e6:.0f}"
        print(f"{how:<32} ratio {rate / baseline:7.1f}  ({rate:.0f}/s; {told})", flush=True)
    _what_if(baseline)


def _households(count: int, seed: int) -> list[dict]:
    """No two alike, a third with answers missing or odd; with what both rule sets look at."""
    return list(made_up_for_both(get_ruleset(RULESET), get_ruleset(OTHER), count, seed))


def _alone(answers: list[dict]) -> float:
    sheet = get_ruleset(RULESET)
    began = time.perf_counter()
    for one in answers:
        told = score(sheet, one, AREA)
        if told.b1 is not None and told.b2 is not None:
            classify(sheet, told.area_kind, AREA, told.b1, told.b2)
    return len(answers) / (time.perf_counter() - began)


def _a_round(number: int, households: int):
    """A commune with the rows of so many scored cases, as the worker keeps them."""
    commune = f"{PROVINCE}001/{number:05d}/"
    village = f"{commune}01/"
    today = local_day(utc_now())
    for path, kind in ((commune, "commune"), (village, "village")):
        since = today - timedelta(days=400)
        registry.keep_area(path, kind=kind, name=path, valid_from=since, area_kind="rural", score_area=AREA)
    opened = open_round(
        id_from("bench", commune),
        name="bench",
        kind="periodic",
        year=today.year,
        commune=registry.get_area(commune),
        ruleset_id=RULESET,
        opens_on=today,
        closes_on=today,
        by=SYSTEM,
        clock=utc_now,
        is_training=True,
    )
    sheet = get_ruleset(RULESET)
    shape, reading = shape_kept(sheet), reading_hash(sheet)
    shared = {
        "round_id": opened.id,
        "village_path": village,
        "within": paths_down_to(village),
        "before": "poor",
        "history": [],
        "revision": 1,
        "ruleset_hash": sheet.hash,
        "score_area": AREA,
        "fields": shape.mark,
        "submission_key": "none",
        "input_hash": "none",
        "b1": 100,
        "b2": 0,
        "class": "poor",
    }
    itemiser = Itemiser(sheet)
    for first in range(0, households, 1_000):
        answers = _households(1_000, seed=number * 1_000_000 + first)
        told = zip(answers, itemiser.rows(answers), strict=True)
        stored_rows.collection().insert_many(
            [
                {
                    **shared,
                    "_id": id_from("bench", commune, str(first + place)),
                    "changed": sequence_at(utc_now()),
                    "answers": pack(one, shape),
                    "row": Binary(bytes(made)),
                    "reading": reading,
                }
                for place, (one, made) in enumerate(told)
            ],
            ordered=False,
        )
    return opened


# --- from the store ---------------------------------------------------------------------------------------------


def _many(settings: Settings, rounds: list[str], ruleset: str) -> tuple[float, int, float, float]:
    """Households a second on all cores, from the database to the class; memory of the largest process in MB.

    Then seconds of CPU for each household: of our processes, of the database.
    """
    with ProcessPoolExecutor(CORES, get_context("spawn"), initializer=_connect, initargs=(settings,)) as pool:
        list(pool.map(_classify, rounds[:CORES], [ruleset] * CORES))
        began, before = time.perf_counter(), cpu_seconds(os.getpid())["secantusd"]
        told = list(pool.map(_classify, rounds, [ruleset] * len(rounds)))
        seconds, database = time.perf_counter() - began, cpu_seconds(os.getpid())["secantusd"] - before
    count = sum(one[0] for one in told)
    return count / seconds, max(one[1] for one in told), sum(one[2] for one in told) / count, database / count


def _connect(settings: Settings) -> None:
    end_with_parent()
    collect_seldom()
    stores.connect(settings)


def _classify(round_id: str, ruleset: str) -> tuple[int, int, float]:
    began = time.process_time()
    found = rescored(repository.get_round(round_id), _scorer(ruleset))
    count = sum(len(one.classified) for _, one in found)
    return count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, time.process_time() - began


@cache
def _scorer(ruleset: str) -> Scorer:
    return Scorer(get_ruleset(ruleset))


# --- what if ----------------------------------------------------------------------------------------------------


def _what_if(baseline: float) -> None:
    """Over a million rows in memory, as a question of the console asks: both classifications and all counts."""
    sheet = get_ruleset(RULESET)
    made = Itemiser(sheet).rows(_households(4_000, seed=9))
    place = np.arange(_MILLION)
    villages = [f"{PROVINCE}001/{number // 10:05d}/{number % 10:02d}/" for number in range(5_000)]
    origins = [(Standing.POOR, ()), (Standing.NEAR_POOR, ()), (Standing.NON_POOR, (Standing.POOR,))]
    columns = Columns(
        np.asfortranarray(made[place % len(made)]),
        (villages, place % len(villages)),
        (origins, place % len(origins)),
        0,
    )
    opened = repository.rounds_within(PROVINCE)[0]
    asked = WhatIf(lines={("rural", "poor_line"): 130}, points=(OtherPoints("b1_03", "lower", 20),), score_area="TT")
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        told = simulate(Scope("", (opened,)), asked, clock=utc_now, cache=_Ready(columns))
        seconds.append(time.perf_counter() - began)
    taken, rate = statistics.median(seconds), _MILLION / statistics.median(seconds)
    what = f"{told.found.households} households, {told.found.changed} change class, in {taken:.2f} s on one core"
    print(f"{'what if, in memory':<32} ratio {rate / baseline:7.0f}  ({rate:.0f}/s; {what})")


class _Ready(RowCache):
    """A cache that holds one round, whatever is asked for."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self._columns = columns

    def columns(self, rounds, area_path, *, clock):
        yield rounds[0][0], self._columns
