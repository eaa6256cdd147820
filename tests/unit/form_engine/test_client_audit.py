"""A phone's log of an interview: times and changes, whatever the columns, never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_engine.client_audit import plain_path, read_client_audit

LOG = """event,node,start,end,old-value,new-value
form start,,1000,,,
question,/data/a,2000,5000,,yes
question,/data/members[1]/age,5000,9000,,3
jump,,9000,,,
question,/data/a,10000,11500,yes,no
form save,,12000,,,
form resume,,20000,,,
question,/data/b,20500,21000,5,5
form finalize,,31000,,,
"""


def test_times_and_changes_are_summed_by_question():
    log = read_client_audit(LOG.encode())

    assert [(one.path, one.seconds, one.visits) for one in log.asked] == [
        ("/data/a", 4.5, 2),
        ("/data/members[1]/age", 4.0, 1),
        ("/data/b", 0.5, 1),
    ]
    assert [(one.path, one.changes) for one in log.changed] == [("/data/a", [("yes", "no")])]
    assert (log.seconds, log.elapsed, log.resumed, log.jumps) == (9.0, 30.0, 1, 1)
    assert [one.path for one in log.longest(1)] == ["/data/a"]


def test_other_orders_and_new_columns_are_read():
    log = read_client_audit(b'end,"new",node,event,start\n3000,?,/data/a,question,1000\n')

    assert [(one.path, one.seconds) for one in log.asked] == [("/data/a", 2.0)]


@pytest.mark.parametrize(
    "row",
    [
        'question,/data/a,1000,2000,a "quoted" word,b',
        "question,/data/a,x,y",
        "question",
        'question,/data/a,"1',
        ",,,,,,,",
    ],
)
def test_loose_rows_break_nothing(row):
    assert read_client_audit(f"event,node,start,end,old-value,new-value\n{row}\n".encode()) is not None


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00\x00"])
def test_what_is_no_log_is_none(content):
    assert read_client_audit(content) is None


@given(st.binary(max_size=300))
def test_nothing_that_a_phone_sends_is_an_exception(content):
    read_client_audit(b"event,node,start,end\n" + content)


def test_positions_are_left_out_for_the_definition():
    assert plain_path("/data/members[12]/age") == "/data/members/age"
