"""Beside each scored case stands a row that says of it all that the scorer reads."""

import pytest

from app.jobs.housekeeping import make_missing_rows
from form_engine.batch.itemise import Itemiser
from form_engine.batch.packed import unpack
from form_engine.scoring import score
from review import repository, stored_rows
from review.actions.keep_rows import make_rows, shape_kept
from review.actions.rounds import frozen_ruleset
from review.models import Round
from tests.integration.places import VILLAGE_1
from tests.integration.scored_cases import score_again, score_households, some_answers

pytestmark = pytest.mark.services


def rows_of(opened):
    return {row["_id"]: row for row in stored_rows.of_round(opened.id)}


def test_the_row_of_a_case_scores_as_its_whole_form(opened, clock):
    answers = some_answers(opened, 12)
    cases = score_households(opened, VILLAGE_1, answers, clock)

    rows, sheet = rows_of(opened), frozen_ruleset(opened)

    assert set(rows) == {case.id for case in cases}
    for case, told in zip(cases, answers, strict=True):
        row, alone = rows[case.id], score(sheet, told, "NT3")
        again = score(sheet, unpack(row["answers"], shape_kept(sheet)), row["score_area"])
        assert [(one.item, one.answers, one.points) for one in again.trace] == [
            (one.item, one.answers, one.points) for one in alone.trace
        ]
        assert row["input_hash"] == case.assessment.input_hash
        assert bytes(row["row"]) == bytes(Itemiser(sheet).rows([told])[0])
        assert (row["b1"], row["class"]) == (case.assessment.b1, case.assessment.standing)
        assert (row["before"], row["village_path"]) == ("poor", VILLAGE_1)


def test_a_row_holds_no_name_and_no_number_of_a_person(opened, clock):
    (told,) = some_answers(opened, 1, seed=5)
    people = [one | {"member_name": "Trần Thị Lan", "id_number": "046123456789"} for one in told["members"]]
    score_households(opened, VILLAGE_1, [told | {"head_name": "Trần Thị Lan", "members": people}], clock)

    (row,) = rows_of(opened).values()

    assert "Lan" not in str(row)
    assert "046123456789" not in str(row)


def test_a_corrected_form_takes_over_the_row(opened, clock):
    first, second = some_answers(opened, 2)
    (case,) = score_households(opened, VILLAGE_1, [first], clock)

    later = score_again(case.household_id, second, VILLAGE_1, clock, replaces=case.assessment.submission_key)

    (row,) = rows_of(opened).values()
    assert row["submission_key"] == later.assessment.submission_key != case.assessment.submission_key
    assert row["input_hash"] == later.assessment.input_hash


def test_an_earlier_row_never_overwrites_a_later_one(opened, clock):
    score_households(opened, VILLAGE_1, some_answers(opened, 2), clock)
    row, other = rows_of(opened).values()

    stored_rows.keep([row | {"revision": row["revision"] - 1, "class": "nonsense"}, other | {"class": "new"}])

    told = rows_of(opened)
    assert (told[row["_id"]]["class"], told[other["_id"]]["class"]) == (row["class"], "new")


def test_rows_that_are_missing_or_out_of_date_are_made_from_the_forms(opened, clock):
    score_households(opened, VILLAGE_1, some_answers(opened, 6), clock)
    before = rows_of(opened)
    gone, changed, *_ = before
    stored_rows.collection().delete_one({"_id": gone})
    stored_rows.collection().update_one({"_id": changed}, {"$set": {"input_hash": "of other answers"}})

    assert make_rows(opened, clock=clock) == 2

    after = rows_of(opened)
    assert {key: row["row"] for key, row in after.items()} == {key: row["row"] for key, row in before.items()}
    assert make_rows(opened, clock=clock) == 0


def test_the_worker_makes_the_rows_of_rounds_from_before_there_were_any(opened, clock):
    score_households(opened, VILLAGE_1, some_answers(opened, 3), clock)
    stored_rows.collection().delete_many({})
    Round.objects(id=opened.id).update_one(unset__rows_made_at=True)

    assert [make_missing_rows(clock), make_missing_rows(clock)] == [3, 0]
    assert len(rows_of(opened)) == 3
    assert repository.rounds_without_rows() == []
