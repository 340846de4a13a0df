"""Two hands on one lead at the same time: one effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from dialer.followup import SETTLES_AFTER, Disposed, settle_due
from dialer.texting import send_due
from telephony.endings import EndingKind
from tests.flow.conftest import begin, services, story

__all__ = ["begin", "services", "story"]

HANDS = 4


def at_once(work: Callable[[], Any]) -> list[Any]:
    """Runs `work` on several threads that start together."""
    gate = Barrier(HANDS)

    def run() -> Any:
        gate.wait(timeout=10)
        return work()

    with ThreadPoolExecutor(HANDS) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run) for _ in range(HANDS)]]


def test_case_085_an_attempt_settled_by_several_workers_at_once_is_settled_once(story):
    attempt = story.call(EndingKind.no_answer)
    story.clock.advance(SETTLES_AFTER)

    done = at_once(lambda: settle_due(story.services, story.now))

    assert sum(done) == 1
    assert story.attempt(attempt).outcome_version == 1
    assert len(story.touches(state=None)) == 1


def test_case_085_a_text_sent_by_several_workers_at_once_leaves_once(story):
    story.missed()

    done = at_once(lambda: send_due(story.services, story.now))

    assert sum(done) == 1
    assert len(story.texts()) == len(story.outbox()) == 1


def test_a_result_given_from_two_pages_at_once_counts_once(story):
    attempt = story.talk()

    answers = at_once(lambda: story.say(attempt, "contact"))

    assert {type(answer) for answer in answers} == {Disposed}
    assert story.attempt(attempt).outcome_version == 1
    assert story.audit() == ["attempt.disposed"]


@pytest.mark.parametrize("turn", range(3))
def test_a_text_and_an_opt_out_at_the_same_moment_never_leave_a_text_pending(story, turn):
    story.missed()
    gate = Barrier(2)

    def send() -> None:
        gate.wait(timeout=10)
        send_due(story.services, story.now)

    def stop() -> None:
        gate.wait(timeout=10)
        story.reply("STOP")

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(send), pool.submit(stop)]:
            future.result(timeout=30)

    assert story.texts("in")[0].reply_kind == "stop"
    for order, message in zip(story.outbox(), story.texts(), strict=True):
        # Only the other number of the lead may still be written to.
        assert order.state == "cancelled" or message.e164 != story.numbers[0]
