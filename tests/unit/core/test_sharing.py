"""Calls of concurrent threads that share one trip."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from pymongo.errors import AutoReconnect

from core.sharing import Sharing
from tests.system import wait_until


class Store:
    """Answers ten times what it is asked; its first trip takes until it is let go."""

    def __init__(self) -> None:
        self.trips: list[list[int]] = []
        self.is_asked, self.may_answer = Event(), Event()
        self.error: BaseException | None = None

    def together(self, items):
        self.trips.append(list(items))
        if len(self.trips) == 1:
            self.is_asked.set()
            self.may_answer.wait(10)
            if self.error is not None:
                raise self.error
        return [KeyError(item) if item == 13 else item * 10 for item in items]


@pytest.fixture
def threads():
    with ThreadPoolExecutor(12) as pool:
        yield pool


def crowd(threads, store: Store, first: int, others: list[int], **settings) -> tuple[Sharing, list[Future]]:
    """One caller on his way; others wait behind him."""
    sharing = Sharing(store.together, **settings)
    calls = [threads.submit(sharing.call, first)]
    store.is_asked.wait(10)
    for place, item in enumerate(others, start=1):
        calls.append(threads.submit(sharing.call, item))
        wait_until(lambda place=place: len(sharing._queue) == place, 10, "the caller waits")
    return sharing, calls


def test_a_lone_caller_goes_at_once(threads):
    store = Store()
    store.may_answer.set()

    assert Sharing(store.together).call(1) == 10


def test_those_who_come_meanwhile_go_together_and_each_gets_his_own(threads):
    store = Store()
    _, calls = crowd(threads, store, 1, [2, 3, 4])
    store.may_answer.set()

    assert [one.result(10) for one in calls] == [10, 20, 30, 40]
    assert store.trips == [[1], [2, 3, 4]]


def test_a_trip_takes_so_many_along_and_the_rest_goes_next(threads):
    store = Store()
    _, calls = crowd(threads, store, 1, [2, 3, 4, 5, 6], largest=2)
    store.may_answer.set()

    assert [one.result(10) for one in calls] == [10, 20, 30, 40, 50, 60]
    assert store.trips == [[1], [2, 3], [4, 5], [6]]


def test_a_failure_of_one_is_raised_to_him_alone(threads):
    store = Store()
    _, calls = crowd(threads, store, 1, [2, 13, 4])
    store.may_answer.set()

    assert [calls[0].result(10), calls[1].result(10), calls[3].result(10)] == [10, 20, 40]
    with pytest.raises(KeyError):
        calls[2].result(10)


def test_a_failure_of_the_trip_is_raised_to_all_of_it_and_the_next_trip_goes(threads):
    store = Store()
    store.error = AutoReconnect("away")
    _, calls = crowd(threads, store, 1, [2])
    store.may_answer.set()

    with pytest.raises(AutoReconnect):
        calls[0].result(10)
    assert calls[1].result(10) == 20


def test_who_leads_for_others_and_is_ended_leaves_them_without_a_success(threads):
    store = Store()
    store.error = SystemExit()
    sharing, calls = crowd(threads, store, 1, [2])
    store.may_answer.set()

    with pytest.raises(SystemExit):
        calls[0].result(10)
    assert calls[1].result(10) == 20
    assert sharing.call(3) == 30


def test_who_goes_after_a_crowd_lingers_until_as_many_are_here(threads):
    store = Store()
    sharing, calls = crowd(threads, store, 1, [2, 3], linger=30)
    store.may_answer.set()
    wait_until(lambda: sharing._awaited == 3, 10, "the next one lingers")
    calls.append(threads.submit(sharing.call, 4))

    assert [one.result(10) for one in calls] == [10, 20, 30, 40]
    assert store.trips == [[1], [2, 3, 4]]


def test_a_crowd_that_stays_away_is_forgotten(threads):
    store = Store()
    sharing, calls = crowd(threads, store, 1, [2, 3, 4, 5], linger=0)
    store.may_answer.set()
    assert [one.result(10) for one in calls] == [10, 20, 30, 40, 50]

    for item in range(20, 40):
        assert sharing.call(item) == item * 10
    sharing._linger = 3600

    assert sharing.call(7) == 70
