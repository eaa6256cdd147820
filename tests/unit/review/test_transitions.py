"""The table of transitions: whole, with stages and roles that exist, and no way around the procedure."""

from itertools import chain

import pytest

from app.auth.permissions import PERMISSIONS, Role
from review.rules.recognised import DECIDED
from review.rules.stages import NEXT, Stage
from review.rules.transitions import NOT_LISTED, TRANSITIONS, froms, moves_of

NOT_PEOPLE_OF_OURS = {"citizen", "system"}
BEFORE_RECOGNITION = (Stage.MEETING_AGREED, Stage.POSTED, Stage.POSTING_CLOSED, Stage.APPRAISED)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.number} {row.to}")
def test_a_row_names_stages_and_roles_that_exist_and_words_in_two_languages(row):
    assert row.froms | {row.to} <= {*Stage, NOT_LISTED}
    assert row.by <= {*Role} | NOT_PEOPLE_OF_OURS
    assert row.by
    assert row.labels["vi"]
    assert row.labels["en"]
    assert row.on in {"case", "village", "commune"}


def test_every_stage_can_be_reached_and_all_but_the_last_can_be_left():
    assert {row.to for row in TRANSITIONS} == set(Stage)
    assert {stage for stage, after in NEXT.items() if not after} == {"rejected_final"}


@pytest.mark.parametrize("needed", BEFORE_RECOGNITION)
def test_no_way_to_recognition_leaves_this_stage_out(needed):
    reached, edge = {Stage.LISTED}, [Stage.LISTED]
    for stage in edge:
        for after in NEXT[stage] - reached - {needed}:
            reached.add(after)
            edge.append(after)

    assert Stage.RECOGNISED not in reached


def test_who_is_withdrawn_by_mistake_goes_the_whole_way_and_everybody_may_be_before_recognition():
    assert NEXT[Stage.WITHDRAWN] == {"listed", "to_survey"}
    after_recognition = {"recognised", "certified", "profiled", "reported"}
    last = {"rejected_final", "withdrawn"}
    assert {stage for stage, after in NEXT.items() if Stage.WITHDRAWN not in after} == after_recognition | last


def test_only_the_chairman_decides_and_only_the_appraiser_appraises():
    assert set(chain(*(row.by for row in moves_of("decide")))) == {Role.COMMUNE_CHAIRMAN}
    assert set(chain(*(row.by for row in moves_of("give_opinion")))) == {Role.APPRAISER}


@pytest.mark.parametrize(
    ("permission", "acts"),
    [
        ("list.make", ("list_household",)),
        ("meeting.hold", ("call_meeting", "record_minutes")),
        ("meeting.repeat", ("meet_again",)),
        ("list.post", ("post_list",)),
        ("list.submit", ("submit",)),
        ("appraisal.give", ("give_opinion",)),
        ("decision.sign", ("decide", "certify")),
        ("case.withdraw", ("withdraw", "take_back_withdrawal")),
        ("complaint.handle", ("file_complaint", "answer_complaint", "take_up_household")),
        ("complaint.handle", ("order_reverification", "record_reverification", "confirm_result")),
    ],
)
def test_exactly_those_whose_duty_an_act_is_may_do_it(permission, acts):
    duty = set(chain(*(row.by for act in acts for row in moves_of(act)))) - NOT_PEOPLE_OF_OURS

    assert {role for role, held in PERMISSIONS.items() if permission in held} == duty


def test_an_act_moves_cases_from_where_its_rows_say():
    assert froms("call_meeting", "in_meeting") == {"scored"}
    assert froms("record_minutes", "to_survey") == {"meeting_rejected"}
    assert froms("post_list", "posted") == {"meeting_agreed", "reverified"}
    assert froms("call_meeting", "posted") == frozenset()
    assert froms("answer_complaint", "posted") == {"complained"}
    assert froms("order_reverification", "reverifying") == {"complained", "appraisal_returned"} | DECIDED
