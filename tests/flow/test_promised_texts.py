"""A text that was promised to the carrier and has not left when the person comes onto a list of ours never leaves."""

import pytest

from dialer import suppressions, wishes
from dialer.core.compliance import Scope, Why
from dialer.engine.dispatch import dispatch
from dialer.scrub import TakenIn, take_in_internal
from dialer.store.accounts import by_id
from dialer.store.suppressions import Wish, suppress


def by_the_operator(story, tmp_path):
    owner = by_id(story.conn, story.owner())
    suppressions.add(story.services, owner, number="", lead_id=story.lead, reason="a friend", reach=Scope.LEAD)


def by_a_list(story, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(f"phone,date\n{story.numbers[0].removeprefix('+1')},2020-01-01\n")
    assert isinstance(take_in_internal(story.services, None, path), TakenIn)


def by_an_agent(story, tmp_path):
    suppress(story.conn, Wish(Why.ASKED, "agent", e164=story.numbers[0]), Scope.NUMBER, story.now)


def by_a_link(story, tmp_path):
    wishes.write(story.conn, Wish(Why.ASKED, "link", lead_id=story.lead), Scope.LEAD, story.now)


@pytest.mark.parametrize("how", [by_the_operator, by_a_list, by_an_agent, by_a_link])
def test_it_never_leaves_and_says_why(story, tmp_path, how):
    story.missed()
    assert story.send() == 1
    (planned,) = story.texts()
    assert planned.state == "planned"
    how(story, tmp_path)
    dispatch(story.services)
    (text,) = story.texts()
    assert (text.state, text.ending) == ("failed", "opted_out")
    assert [row.state for row in story.outbox() if row.kind == "send_text"] == ["cancelled"]
    assert story.services.network.look_up_text(text.id) == ()


def test_a_wish_about_calls_alone_or_another_number_lets_it_go(story):
    story.missed()
    story.send()
    suppress(story.conn, Wish(Why.ASKED, "agent", e164=story.numbers[0], channels=("call",)), Scope.NUMBER, story.now)
    suppress(story.conn, Wish(Why.ASKED, "agent", e164="+14155550199"), Scope.NUMBER, story.now)
    dispatch(story.services)
    assert [row.state for row in story.outbox() if row.kind == "send_text"] == ["done"]
