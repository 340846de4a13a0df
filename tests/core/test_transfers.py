"""What may be done with a person who is handed over, over every course that such a call can take."""

import itertools

import pytest

from dialer.core.transfers import RESULTS, TABLE, Act, State, Way, What, first_move, next_move

STARTS = [(way, colleague) for way in Way for colleague in (False, True)]


def courses(length: int):
    """Every course of so many happenings, as the acts in their order and the state after each."""
    for (way, colleague), happenings in itertools.product(STARTS, itertools.product(What, repeat=length)):
        move = first_move(way, colleague=colleague)
        steps = [(move.to, move.acts)]
        for what in happenings:
            found = next_move(steps[-1][0], way, what)
            if found is not None:
                steps.append((found.to, found.acts))
        yield colleague, steps


def on_hold_after(steps) -> bool:
    acts = [act for _, acts in steps for act in acts if act in (Act.HOLD, Act.UNHOLD, Act.GIVE)]
    return bool(acts) and acts[-1] is Act.HOLD


def test_a_person_is_on_hold_only_while_somebody_is_called_or_spoken_with_for_them():
    for _, steps in courses(4):
        for end in range(1, len(steps) + 1):
            state, acts = steps[end - 1]
            person_is_gone = state is State.OVER and not {Act.UNHOLD, Act.END_CALL} & set(acts) and end > 1
            if on_hold_after(steps[:end]) and not person_is_gone:
                assert state in (State.CALLING, State.SPEAKING), steps


def test_nobody_is_given_a_person_before_they_are_there_and_nobody_is_given_one_twice():
    for colleague, steps in courses(4):
        acts = [act for _, each in steps for act in each]
        assert acts.count(Act.GIVE) <= 1
        if Act.GIVE in acts and not colleague:
            before = [state for state, each in steps if Act.GIVE not in each]
            assert before[0] is State.CALLING


def test_whoever_was_called_is_let_go_or_has_the_person_when_it_is_over():
    for colleague, steps in courses(4):
        acts = {act for _, each in steps for act in each}
        if steps[-1][0] is State.OVER and not (colleague and Act.GIVE in acts):
            assert acts & {Act.LET_GO, Act.END_CALL}, steps


def test_put_through_blindly_the_person_goes_over_with_the_answer_and_warmly_only_when_the_agent_says_so():
    assert next_move(State.CALLING, Way.BLIND, What.ANSWERED).acts == (Act.GIVE,)
    assert next_move(State.CALLING, Way.WARM, What.ANSWERED).to is State.SPEAKING
    assert next_move(State.CALLING, Way.WARM, What.HAND_OVER) is None


@pytest.mark.parametrize("what", What)
def test_what_is_over_stays_over(what):
    assert next_move(State.OVER, Way.WARM, what) is None


def test_every_result_has_its_words():
    results = {move.result for row in TABLE.values() for move in row.values() if move.result}
    assert results == set(RESULTS)
