"""The worker: what is due gets done once, a failure waits and is seen, a lost lease changes nothing."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.auth.permissions import Role
from app.jobs.handlers import process
from app.jobs.worker import Worker, drain
from core.blobs import S3Blobs
from form_engine.publishing.models import Form
from form_engine.publishing.repository import Definitions
from submissions import repository
from submissions.models import ProcessingState
from submissions.repository import LEASE
from tests.integration.places import an_instance, send, somebody

pytestmark = pytest.mark.services

ID = "uuid:11111111-2222-4333-8444-555555555555"


@pytest.fixture
def away() -> Definitions:
    """Definitions from an object store that nobody answers for."""
    return Definitions(S3Blobs(endpoint="http://127.0.0.1:1", bucket="rasoat", access_key="a", secret_key="b"))


def kept(instance_id=ID):
    return repository.find("hop_thon", instance_id)


def kinds(document):
    return [one["kind"] for one in document["findings"]]


def take(clock):
    (taken,) = repository.take_due(now=clock(), limit=10)
    return taken


def test_what_was_received_is_read(receive_form, form, definitions, clock):
    receive_form(an_instance(ID, people="12", photo="a.jpg"))

    assert drain(definitions, clock) == 1

    document = kept()
    assert document["processing_state"] == ProcessingState.PROCESSED
    assert document["answers"]["people"] == 12
    assert kinds(document) == ["attachment_missing"]
    assert document["work"]["state"] == "done"


def test_a_form_that_the_senders_role_does_not_fill_is_kept_and_flagged(receive_form, form, definitions, clock):
    receive_form(an_instance(ID), by=somebody(clock, Role.VILLAGE_HEAD))

    drain(definitions, clock)

    assert kinds(kept()) == ["role_does_not_fill"]


class Faulty(Definitions):
    """Definitions whose rules raise what nobody foresaw."""

    def evaluator(self, definition):
        def fault(_scope):
            raise ZeroDivisionError

        good = super().evaluator(definition)
        rules = (replace(good.plan.rules[0], relevant=fault), *good.plan.rules[1:])
        return replace(good, plan=replace(good.plan, rules=rules))


def test_a_fault_in_the_evaluation_is_a_finding_and_hides_nothing(receive_form, form, blobs, clock, caplog):
    receive_form(an_instance(ID, people="nhieu"))

    drain(Faulty(blobs), clock)

    assert kept()["answers"]["told"] == "x"
    assert set(kinds(kept())) >= {"not_evaluated", "wrong_type"}
    assert kept()["processing_state"] == "processed"
    assert "not evaluated" in caplog.text


def test_nothing_is_due_twice(receive_form, form, definitions, clock):
    receive_form(an_instance())

    assert [drain(definitions, clock) for _ in range(2)] == [1, 0]


def test_a_file_that_comes_later_is_a_reason_to_look_again(client, form, enumerator, definitions, clock):
    xml = an_instance(ID, photo="a.jpg")
    send(client, enumerator.door, xml)
    drain(definitions, clock)

    send(client, enumerator.door, xml, {"a.jpg": b"A"})

    assert drain(definitions, clock) == 1
    assert kinds(kept()) == []


# --- failures -------------------------------------------------------------------------------------------------


def test_a_failure_is_written_down_waits_and_is_tried_again_until_it_works(
    receive_form, form, definitions, away, clock, caplog
):
    receive_form(an_instance(ID))
    pauses = []
    with caplog.at_level(logging.CRITICAL):
        for _ in range(9):
            before = clock()
            drain(away, clock)
            document = kept()
            pauses.append((document["work"]["due"] - before).total_seconds())
            assert document["processing_state"] == ProcessingState.FAILED
            assert [one["instance_id"] for one in repository.failing()] == [ID]
            assert drain(definitions, clock) == 0, "it is not due yet"
            clock.now = document["work"]["due"]

    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    assert document["work"]["failures"] == 9
    assert document["work"]["error"] == "StoreUnreachable"

    drain(definitions, clock)

    assert kept()["processing_state"] == ProcessingState.PROCESSED
    assert (kept()["work"]["failures"], kept()["work"]["error"]) == (0, "")
    assert repository.failing() == []


def test_a_failure_of_one_does_not_hold_up_the_others(receive_form, publish, definitions, clock, caplog):
    publish(form_id="mat")
    publish()
    receive_form(an_instance("uuid:a", form_id="mat"))
    receive_form(an_instance(ID))
    Form.objects(id="mat").delete()

    with caplog.at_level(logging.CRITICAL):
        drain(definitions, clock)

    assert kept()["processing_state"] == ProcessingState.PROCESSED
    assert [one["form_id"] for one in repository.failing()] == ["mat"]


def test_a_failure_never_hides_a_submission_from_lists(receive_form, form, away, clock, enumerator, caplog):
    receive_form(an_instance(ID))
    with caplog.at_level(logging.CRITICAL):
        drain(away, clock)

    wanted = repository.Wanted(processing_state="failed")
    found = repository.page(wanted, seen_by=enumerator.actor, now=clock(), before=None, limit=5)

    assert [one["instance_id"] for one in found] == [ID]


# --- leases ---------------------------------------------------------------------------------------------------


def test_what_one_took_no_other_gets_until_the_lease_ends(receive_form, form, clock):
    receive_form(an_instance(ID))
    first = repository.take_due(now=clock(), limit=10)
    second = repository.take_due(now=clock(), limit=10)
    clock.advance(LEASE)
    third = repository.take_due(now=clock(), limit=10)

    assert [len(one) for one in (first, second, third)] == [1, 0, 1]
    assert third[0]["work"]["attempt"] > first[0]["work"]["attempt"]


def test_a_worker_whose_lease_ended_writes_nothing_over_the_work_of_the_next(receive_form, form, definitions, clock):
    receive_form(an_instance(ID))
    slow = take(clock)
    clock.advance(LEASE)
    quick = take(clock)

    done = [process(one, definitions=definitions, clock=clock) for one in (quick, slow)]

    assert done == [True, False]
    assert kept()["revision"] == 1
    assert kept()["work"]["state"] == "done"


def test_a_worker_whose_lease_ended_may_finish_first_without_harm(receive_form, form, definitions, clock):
    receive_form(an_instance(ID))
    slow = take(clock)
    clock.advance(LEASE)
    quick = take(clock)

    done = [process(one, definitions=definitions, clock=clock) for one in (slow, quick)]

    assert done == [False, True]
    assert kept()["processing_state"] == ProcessingState.PROCESSED


def test_what_a_failing_worker_writes_late_puts_nothing_off(receive_form, form, definitions, away, clock, caplog):
    receive_form(an_instance(ID))
    slow = take(clock)
    clock.advance(LEASE)
    process(take(clock), definitions=definitions, clock=clock)

    with caplog.at_level(logging.CRITICAL):
        process(slow, definitions=away, clock=clock)

    assert kept()["processing_state"] == ProcessingState.PROCESSED
    assert repository.failing() == []


def test_a_reason_that_comes_while_it_is_worked_on_is_not_lost(client, form, enumerator, definitions, clock):
    xml = an_instance(ID, photo="a.jpg")
    send(client, enumerator.door, xml)
    in_hand = take(clock)
    send(client, enumerator.door, xml, {"a.jpg": b"A"})

    assert process(in_hand, definitions=definitions, clock=clock) is False
    assert drain(definitions, clock) == 1
    assert kinds(kept()) == []


def test_many_workers_at_once_do_everything_exactly_once(receive_form, form, definitions, clock):
    for number in range(60):
        receive_form(an_instance(f"uuid:{number}"))
    workers = [Worker(definitions, clock) for _ in range(4)]

    def work(worker):
        taken = 0
        while count := worker.run_once():
            taken += count
        return taken

    with ThreadPoolExecutor(4) as threads:
        counts = list(threads.map(work, workers))

    assert sum(counts) == 60
    assert {one["revision"] for one in repository.collection().find()} == {1}
    assert repository.waiting_count() == 0


# --- versions -------------------------------------------------------------------------------------------------


def test_a_form_of_an_older_version_is_read_by_that_version_and_flagged(receive_form, publish, definitions, clock):
    publish("1")
    receive_form(an_instance(ID, version="1"))
    publish("2", extra="| | text | more | Thêm |")

    drain(definitions, clock)

    assert kinds(kept()) == ["older_version"]
    assert kept()["findings"][0]["facts"] == {"version": "1", "current": "2"}


def test_a_form_of_an_unknown_version_is_read_by_the_current_one(receive_form, publish, definitions, clock):
    publish("2")

    receive_form(an_instance(ID, version="1.9-beta"))
    drain(definitions, clock)

    assert kept()["findings"][0] == {
        "path": "",
        "kind": "unknown_version",
        "facts": {"version": "1.9-beta", "read_as": "2"},
    }
    assert kept()["answers"]["told"] == "x"


def test_an_edit_becomes_the_current_version_and_keeps_the_files_it_still_names(
    client, form, enumerator, definitions, clock
):
    send(client, enumerator.door, an_instance(ID, photo="a.jpg", paper="b.jpg"), {"a.jpg": b"A", "b.jpg": b"B"})
    drain(definitions, clock)

    edited = an_instance("uuid:2", deprecated=ID, photo="a.jpg", paper="c.jpg")
    send(client, enumerator.door, edited, {"c.jpg": b"C"})
    drain(definitions, clock)

    old, new = kept(), kept("uuid:2")
    assert (old["is_current"], old["superseded_by"]) == (False, new["_id"])
    assert [one["instance_id"] for one in new["versions"]] == [ID, "uuid:2"]
    assert new["review"]["state"] == "edited"
    assert sorted(one["name"] for one in new["attachments"]) == ["a.jpg", "c.jpg"]
    assert kinds(new) == []


def test_reading_an_edit_again_changes_nothing(client, form, enumerator, definitions, clock):
    for xml in (an_instance(ID), an_instance("uuid:2", deprecated=ID), an_instance("uuid:3", deprecated="uuid:2")):
        send(client, enumerator.door, xml)
        drain(definitions, clock)
    before = kept("uuid:3")["versions"]

    repository.wake(kept("uuid:3")["_id"], now=clock())
    drain(definitions, clock)

    assert kept("uuid:3")["versions"] == before
    assert [one["instance_id"] for one in before] == [ID, "uuid:2", "uuid:3"]
    assert [kept(one)["is_current"] for one in (ID, "uuid:2", "uuid:3")] == [False, False, True]


def test_of_two_edits_of_one_version_the_second_is_flagged_and_not_lost(client, form, enumerator, definitions, clock):
    for xml in (an_instance(ID), an_instance("uuid:2", deprecated=ID), an_instance("uuid:3", deprecated=ID)):
        assert send(client, enumerator.door, xml).status_code == 201
        drain(definitions, clock)

    assert kinds(kept("uuid:3")) == ["outdated_edit"]
    assert kept("uuid:2")["is_current"]


def test_an_edit_of_a_form_that_is_not_here_is_kept_and_flagged(client, form, enumerator, definitions, clock):
    assert send(client, enumerator.door, an_instance("uuid:2", deprecated=ID)).status_code == 201
    drain(definitions, clock)

    assert kinds(kept("uuid:2")) == ["original_unknown"]


def test_what_the_database_cannot_take_hurts_no_other(receive_form, form, definitions, clock, monkeypatch, caplog):
    receive_form(an_instance("uuid:aaaaaaaa-2222-4333-8444-555555555555"))
    receive_form(an_instance("uuid:bbbbbbbb-2222-4333-8444-555555555555"))
    worker = Worker(definitions, clock)
    work_out = worker._work_out

    def with_a_number_beyond_bson(submissions):
        done = work_out(submissions)
        for one in done:
            if one.finished.key.startswith("uuid:aaaa"):
                one.finished.changes["answers"]["people"] = 2**70
        return done

    monkeypatch.setattr(worker, "_work_out", with_a_number_beyond_bson)
    with caplog.at_level(logging.CRITICAL):
        worker.run_once()

    states = {one["instance_id"][5]: one["processing_state"] for one in repository.collection().find()}
    assert states == {"a": ProcessingState.FAILED, "b": ProcessingState.PROCESSED}
