"""A wish not to be contacted: who may take it back, and how."""

import pytest
from sqlalchemy import select

from dialer import suppressions, wishes
from dialer.followup import Disposed, undo
from dialer.refusals import Refused, Why
from dialer.store import schema
from dialer.store.accounts import by_id
from tests.support.builders import a_user


def test_another_persons_wish_is_not_lifted_by_a_correction(story):
    attempt = story.talk()
    story.say(attempt, "dnc_number")
    story.reply("STOP")

    story.correct(attempt, "voicemail", by=story.owner(), because="The agent pressed the wrong key.")

    assert ("number", story.numbers[0], None) in story.suppressed()


def test_a_key_that_the_person_pressed_is_not_lifted_by_what_the_agent_says(story):
    attempt = story.talk()
    wishes.by_key(story.conn, story.attempt(attempt).call_id, story.now)

    story.say(attempt, "contact")
    story.correct(attempt, "not_interested")

    assert story.suppressed() == [("number", story.numbers[0], None)]


@pytest.mark.parametrize("role", ["agent", "manager"])
@pytest.mark.parametrize(("first", "then"), [("dnc_lead", "contact"), ("dnc_lead", "dnc_number"), ("dnc_number", "")])
def test_only_an_owner_takes_back_a_wish_or_makes_it_narrower(story, role, first, then):
    attempt = story.talk()
    story.say(attempt, first)
    before = story.suppressed()
    hand = a_user(story.conn, role=role).id

    refused = (
        story.correct(attempt, then, by=hand, because="I misheard.")
        if then
        else undo(story.services, attempt_id=attempt, user_id=hand, now=story.now, because="I misheard.")
    )

    assert isinstance(refused, Refused)
    assert refused.why is Why.FORBIDDEN
    assert story.suppressed() == before
    assert story.attempt(attempt).disposition == first


def test_an_owner_gives_a_reason_for_taking_back_a_wish_and_it_is_kept_with_the_name(story):
    attempt, owner = story.talk(), story.owner()
    story.say(attempt, "dnc_number")

    refused = undo(story.services, attempt_id=attempt, user_id=owner, now=story.now, because=" ")
    assert isinstance(refused, Refused)
    assert [name for name, _ in refused.problems] == ["because"]

    undo(story.services, attempt_id=attempt, user_id=owner, now=story.now, because="Meant the line before.")
    table = schema.suppression
    row = story.conn.execute(select(table.c.removed_by, table.c.removed_because)).one()
    assert row == (owner, "Meant the line before.")
    assert "suppression.lifted" in story.audit()


def test_once_an_owner_has_lifted_the_wish_the_agent_corrects_the_result(story):
    attempt = story.talk()
    story.say(attempt, "dnc_number")
    by = by_id(story.conn, story.owner())
    (wish,) = story.conn.execute(select(schema.suppression.c.id)).scalars()
    assert suppressions.lift(story.services, by, wish, "The agent pressed the wrong key.") is None

    assert isinstance(story.correct(attempt, "contact"), Disposed)
