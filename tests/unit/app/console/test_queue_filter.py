"""The address of the queue says all, and says it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.console.queue_filter import STATES, QueueFilter, read_filter, read_query
from app.console.words import FINDING_NAMES
from submissions.rules.review_state import ReviewState

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30).map(str.strip)
filters = st.builds(
    QueueFilter,
    state=st.sampled_from(list(STATES)),
    form_id=texts,
    village=texts,
    finding=st.sampled_from(["", *FINDING_NAMES]),
    standing=st.sampled_from(["", "poor", "near_poor", "non_poor"]),
    received_by=texts,
)


@given(filters)
def test_a_filter_written_to_the_address_is_read_back_the_same(asked: QueueFilter) -> None:
    assert read_query(asked.query) == asked


def test_the_queue_opens_with_what_waits_for_a_verdict() -> None:
    assert read_filter({}).wanted.review_states == (ReviewState.RECEIVED, ReviewState.EDITED)
    assert read_filter({}).query == ""


@pytest.mark.parametrize("name", ["trang-thai", "canh-bao", "xep-loai"])
def test_a_value_that_can_not_be_is_taken_as_not_said(name: str) -> None:
    assert read_filter({name: "'; drop"}) == QueueFilter()


def test_the_state_alone_is_no_narrowing() -> None:
    assert QueueFilter(state="duyet").narrowed == ()
    assert QueueFilter(village="46/", finding="missing").narrowed == ("village", "finding")
