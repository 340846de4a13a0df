"""What the calls of a campaign teach the pacer, read from their rows."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from dialer.core.learning import RingEnd
from dialer.learning import Lessons, dial_seen, experience_of, freed_at
from dialer.store import audit, experience, schema
from tests.support.builders import NOW, a_call, a_campaign, a_lead, a_session, a_user, an_attempt, an_enrollment
from tests.support.world import World, busy, dead, machine, make_world, nobody, person, world

__all__ = ["make_world", "world"]

SHORT = person(rings=(3, 6), talks=(20, 40))
FOR_EVER = timedelta(days=1)


@pytest.fixture
def campaign(conn) -> int:
    return a_campaign(conn)


@pytest.fixture
def session(conn, campaign) -> int:
    return a_session(conn, a_user(conn).id, campaign)


@pytest.fixture
def a_try(conn, campaign, session):
    """Makes a try that is over: `rang`, `answered` and `ended` in seconds after its opening, None for never."""

    def make(*, at=NOW, rang=1.0, answered=None, ended=20.0, dialed=True, with_agent=False, step=0, state="IL", **more):
        def after(seconds):
            return None if seconds is None else at + timedelta(seconds=seconds)

        place = an_enrollment(conn, campaign, a_lead(conn, state=state))
        disposed = after(more.pop("disposed", None))
        attempt = an_attempt(
            conn,
            place,
            session,
            at=at,
            step=step,
            open=more.pop("open", False),
            answered_at=after(answered),
            ended_at=after(ended),
            disposed_at=disposed,
            **more,
        )
        a_call(
            conn,
            attempt,
            at=at,
            state="ended" if ended is not None else "ringing",
            rang_at=after(rang),
            answered_at=after(answered),
            ended_at=after(ended),
            carrier_call_id=f"carrier-{attempt}" if dialed else None,
            agent_session_id=session if with_agent else None,
        )
        return attempt

    return make


def read(conn, campaign) -> list[experience.Try]:
    return experience.tries(conn, campaign, 0, [])


class TestOneTry:
    @pytest.mark.parametrize(
        ("happened", "end", "seconds"),
        [
            ({"ending": "no_answer", "ended": 23.0}, RingEnd.LET_GO, 22.0),
            ({"ending": "cancelled", "ended": 16.0}, RingEnd.LET_GO, 15.0),
            ({"ending": "busy", "ended": 4.0}, RingEnd.OTHER, 3.0),
            ({"ending": "invalid_number", "rang": None, "ended": 2.0}, RingEnd.OTHER, 2.0),
            ({"answered": 9.0, "human": True, "ending": "completed", "ended": 90.0}, RingEnd.PERSON, 8.0),
            ({"answered": 19.0, "human": False, "ending": "machine", "ended": 25.0}, RingEnd.OTHER, 18.0),
        ],
    )
    def test_it_teaches_how_its_ringing_ended_and_when(self, conn, campaign, a_try, happened, end, seconds):
        a_try(**happened)
        (each,) = read(conn, campaign)
        assert (dial_seen(each).end, dial_seen(each).ring_seconds) == (end, seconds)

    def test_its_segment_is_the_state_and_whether_it_is_the_first_call(self, conn, campaign, a_try):
        a_try(state="IL"), a_try(state="TX", step=3), a_try(state="")
        segments = [each.segment for each in read(conn, campaign)]
        assert segments == ["IL, first call", "TX, later", "elsewhere, first call"]

    @pytest.mark.parametrize(
        ("happened", "freed"),
        [
            ({"disposed": 70.0}, 70.0),
            ({"disposed": 40.0}, 60.0),
            ({}, 90.0),
            ({"open": True}, None),
        ],
        ids=["the result ends the wrap-up", "a result given on the line leaves none", "time is up", "still in it"],
    )
    def test_the_agent_is_busy_until_the_wrap_up_is_over(self, conn, campaign, a_try, happened, freed):
        a_try(answered=10.0, ended=60.0, human=True, ending="completed", with_agent=True, **happened)
        (each,) = read(conn, campaign)
        at = freed_at(each, wrap_up_seconds=30)
        assert at == (None if freed is None else NOW + timedelta(seconds=freed))

    def test_a_result_corrected_after_the_agents_next_call_says_nothing_of_the_wrap_up(self, conn, campaign, a_try):
        common = {"human": True, "ending": "completed", "with_agent": True}
        a_try(answered=10.0, ended=60.0, disposed=4000.0, **common)
        a_try(at=NOW + timedelta(seconds=65), answered=10.0, ended=60.0, disposed=61.0, **common)
        first, _ = read(conn, campaign)
        assert freed_at(first, wrap_up_seconds=30) == NOW + timedelta(seconds=75)


class TestFollowing:
    def test_each_try_teaches_once(self, conn, campaign, a_try, world):
        a_try(ending="no_answer")
        lessons = Lessons.begin(conn, campaign)
        for _ in range(3):
            lessons.follow(conn, world.settings, NOW + FOR_EVER)
        a_try(ending="busy")
        assert lessons.follow(conn, world.settings, NOW + FOR_EVER).overall.tries == pytest.approx(2.0, abs=0.02)
        assert lessons.pending == {}

    def test_a_ringing_line_teaches_when_it_is_over(self, conn, campaign, a_try, world):
        attempt = a_try(ended=None, ending="")
        lessons = Lessons.begin(conn, campaign)
        assert lessons.follow(conn, world.settings, NOW).overall.tries == 0
        over = NOW + timedelta(seconds=22)
        conn.execute(update(schema.attempt).where(schema.attempt.c.id == attempt).values(ended_at=over, open=False))
        conn.execute(update(schema.call).where(schema.call.c.attempt_id == attempt).values(ended_at=over))
        assert lessons.follow(conn, world.settings, over).overall.tries == 1

    def test_a_conversation_teaches_its_answer_soon_and_its_length_at_its_end(self, conn, campaign, a_try, world):
        a_try(answered=5.0, ended=None, human=True, ending="", with_agent=True, open=True)
        lessons = Lessons.begin(conn, campaign)
        at_once = lessons.follow(conn, world.settings, NOW + timedelta(seconds=6))
        soon = lessons.follow(conn, world.settings, NOW + timedelta(seconds=11))
        assert (at_once.overall.hits, soon.overall.hits) == (0, 1)
        assert sum(soon.handles.ended) == 0
        assert len(lessons.pending) == 1

    def test_a_call_that_no_carrier_took_is_no_dial(self, conn, campaign, a_try, world):
        a_try(dialed=False, rang=None, ended=1.0, ending="our_limit")
        assert experience_of(conn, campaign, world.settings, NOW + FOR_EVER).overall.tries == 0

    def test_abandoned_people_make_the_pacer_more_careful_and_met_ones_bolder(self, conn, campaign, a_try, world):
        met = {"answered": 5.0, "human": True, "ending": "completed"}
        a_try(**met)
        bolder = experience_of(conn, campaign, world.settings, NOW + FOR_EVER).correction
        a_try(**met, abandoned=True)
        assert experience_of(conn, campaign, world.settings, NOW + FOR_EVER).correction < 1.0 < bolder

    def test_what_was_abandoned_in_another_mode_says_nothing_about_the_risk_in_this_one(
        self, conn, campaign, a_try, world
    ):
        a_try(answered=5.0, human=True, ending="completed", abandoned=True)
        detail = {"mode": ["power", "predictive"]}
        audit.record(conn, NOW + timedelta(hours=1), None, "campaign.changed", "campaign", campaign, detail)
        found = experience_of(conn, campaign, world.settings, NOW + FOR_EVER)
        assert (found.correction, found.overall.hits) == (1.0, 1.0)

    def test_only_the_latest_tries_are_read_anew(self, conn, campaign, a_try):
        made = [a_try(at=NOW + timedelta(minutes=n), ending="no_answer") for n in range(5)]
        assert experience.start_of(conn, campaign, kept=2) == made[2]
        assert experience.start_of(conn, campaign) == 0


def test_an_engine_that_follows_and_one_that_starts_anew_know_the_same(make_world):
    world: World = make_world(mode="predictive", lines_per_agent=1.0, wrap_up_seconds=5)
    for behaves in (nobody, SHORT, busy, machine, dead, SHORT, nobody, machine, SHORT, nobody):
        world.lead(behaves)
    world.agent()
    lessons = Lessons.begin(world.conn, world.campaign_id)
    for _ in range(60):
        world.pass_time(5)
        lessons.follow(world.conn, world.settings, world.clock.now())
    anew = experience_of(world.conn, world.campaign_id, world.settings, world.clock.now())
    followed = lessons.experience
    assert followed.overall.tries > 7
    assert anew.overall.tries == pytest.approx(followed.overall.tries, abs=0.3)
    assert anew.overall.hits == pytest.approx(followed.overall.hits, abs=0.3)
    assert sum(anew.handles.ended) == pytest.approx(sum(followed.handles.ended), abs=0.2)
    assert anew.segments.keys() == followed.segments.keys() == {"IL, first call"}
