"""Which recorded message an attempt leaves."""

from hypothesis import given
from hypothesis import strategies as some

from dialer.core.voicemails import chosen, problems

MESSAGES = some.dictionaries(some.integers(1, 30), some.integers(), max_size=6)


@given(MESSAGES, some.integers(1, 40))
def test_the_latest_message_that_is_not_for_a_later_attempt_is_left(messages, attempt):
    found = chosen(messages, attempt)
    earlier = [first for first in messages if first <= attempt]
    assert found == (messages[max(earlier)] if earlier else None)
    if found is not None:
        assert chosen(messages, attempt + 1) is not None, "later attempts are never left without one"


def test_a_good_recording_has_no_problems_and_a_bad_one_all_of_its_own():
    assert problems(20.0, [[0, 50]]) == []
    assert len(problems(1.0, [[0, 0]])) == 2
