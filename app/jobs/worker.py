"""The worker: take what is due, do it, again. Any number may run; a lease keeps two from doing the same."""

import logging
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

from app.jobs import housekeeping
from app.jobs.handlers import Worked, work_out, write, write_all
from app.metrics import PROCESSED
from core.clock import Clock
from core.mongo import UNREACHABLE, Document
from form_engine.publishing.repository import Definitions
from submissions import repository

log = logging.getLogger(__name__)

_AT_ONCE = 32
_SIDE_BY_SIDE = 4
"""Threads: while one waits for the disk, others compute."""
_IDLE_SECONDS = 0.25
_STORE_AWAY_SECONDS = 2.0


class Worker:
    """One worker process: a loop that ends after the submission in hand when it is asked to."""

    def __init__(self, definitions: Definitions, clock: Clock) -> None:
        self._definitions = definitions
        self._clock = clock
        self._next_sweep = self._next_forms = clock()
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(_SIDE_BY_SIDE, thread_name_prefix="work")

    def stop_on_signals(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stop.set()

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)

    def run(self) -> None:
        while not self._stop.is_set():
            try:
                self._sweep_now_and_then()
                idle = self.run_once() == 0
                pause = _IDLE_SECONDS if idle else 0.0
            except UNREACHABLE as error:
                log.warning("database away", extra={"error": type(error).__name__})
                pause = _STORE_AWAY_SECONDS
            except Exception:
                log.exception("worker stumbled; what it had in hand is done again when its lease ends")
                pause = _STORE_AWAY_SECONDS
            if pause:
                self._stop.wait(pause)

    def _sweep_now_and_then(self) -> None:
        now = self._clock()
        if now >= self._next_forms:
            self._next_forms = now + housekeeping.FORMS_EVERY
            housekeeping.forms_take_effect(now)
        if now >= self._next_sweep:
            self._next_sweep = now + housekeeping.EVERY
            housekeeping.all_of_it(self._clock)

    def run_once(self) -> int:
        """Do what is due now; returns how many submissions were taken."""
        taken = repository.take_due(now=self._clock(), limit=_AT_ONCE)
        worked = [one for several in self._threads.map(self._work_out, _by_sender(taken)) for one in several]
        written = self._write(worked)
        if written < len(worked):
            repository.wake_overtaken([one.finished for one in worked], now=self._clock())
        PROCESSED.labels(outcome="done").inc(written)
        PROCESSED.labels(outcome="overtaken").inc(len(worked) - written)
        return len(taken)

    def _write(self, worked: list[Worked]) -> int:
        """All in one write; when the database can't take one of them, each by itself, so that it hurts no other."""
        try:
            return write_all(worked)
        except UNREACHABLE:
            raise
        except Exception:
            log.exception("batch not written; each by itself now")
        return sum(write(one, clock=self._clock) for one in worked)

    def _work_out(self, submissions: list[Document]) -> list[Worked]:
        done = [work_out(one, definitions=self._definitions, clock=self._clock) for one in submissions]
        return [one for one in done if one is not None]


def _by_sender(taken: list[Document]) -> list[list[Document]]:
    """Forms of one phone in the order in which they came: its Phiếu A is read before the Phiếu B that it lets in."""
    senders: dict[str, list[Document]] = {}
    for submission in sorted(taken, key=lambda one: one["seq"]):
        senders.setdefault(submission["received_by"], []).append(submission)
    return list(senders.values())


def drain(definitions: Definitions, clock: Clock) -> int:
    """Do all that is due, in this process: for set-up and tests. Returns how many were done."""
    worker, done = Worker(definitions, clock), 0
    while count := worker.run_once():
        done += count
    return done
