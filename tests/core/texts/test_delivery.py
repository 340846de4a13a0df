"""Where a message stands, whatever the order of the reports."""

from functools import reduce
from itertools import permutations

import pytest

from dialer.core.texts import MessageState, advance_message, is_final

S = MessageState


@pytest.mark.parametrize(
    ("reports", "end"),
    [
        ((S.QUEUED, S.SENT, S.DELIVERED), S.DELIVERED),
        ((S.QUEUED, S.SENT, S.UNDELIVERED), S.UNDELIVERED),
        ((S.QUEUED, S.FAILED), S.FAILED),
        ((S.QUEUED, S.SENT), S.SENT),
        ((S.QUEUED, S.SENT, S.UNDELIVERED, S.DELIVERED), S.DELIVERED),
    ],
)
def test_any_order_and_repetition_of_reports_ends_in_the_same_state(reports, end):
    for order in permutations([*reports, reports[0], reports[-1]]):
        assert reduce(advance_message, order, S.PLANNED) is end


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("report", list(S))
def test_a_state_never_goes_back(state, report):
    after = advance_message(state, report)
    assert advance_message(after, state) is after
    assert advance_message(after, report) is after
    assert after in (state, report)


def test_a_message_is_final_when_its_fate_is_known():
    assert {state for state in S if is_final(state)} == {S.DELIVERED, S.UNDELIVERED, S.FAILED}
