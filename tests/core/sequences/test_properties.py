"""Whatever happens, a lead has a next action or a reason why not; the same input gives the same plan."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dialer.core.dispositions import READY_MADE, Next, gives_up_number
from dialer.core.outcomes import CallFacts, outcome_of
from dialer.core.sequences import (
    DEFAULT_SEQUENCE,
    CallAt,
    LeadClock,
    Progress,
    Situation,
    Step,
    StepKind,
    Stop,
    advance,
    resume,
    steps_from_json,
    steps_to_json,
)
from telephony.endings import EndingKind
from telephony.events import HangUpReason

START = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ["America/New_York", "America/Chicago", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu"]

moments = st.integers(0, 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
facts = st.builds(
    CallFacts,
    ending=st.sampled_from(EndingKind),
    answered=st.booleans(),
    human=st.booleans(),
    with_agent=st.booleans(),
    hang_up=st.none() | st.sampled_from(HangUpReason),
)
words = st.none() | st.sampled_from([ready.flags for ready in READY_MADE])
leads = st.builds(
    LeadClock,
    zone=st.sampled_from(ZONES),
    open_minute=st.sampled_from([480, 540, 600]),
    close_minute=st.sampled_from([1080, 1260]),
    weekdays=st.sampled_from([frozenset(range(7)), frozenset(range(5)), frozenset({2})]),
    failed=st.lists(moments, max_size=4).map(tuple),
)
later_steps = st.builds(
    Step,
    kind=st.sampled_from(StepKind),
    label=st.just(""),
    wait_days=st.integers(0, 40),
    tries=st.integers(1, 3),
    template=st.just("Missed call"),
)
sequences = st.lists(later_steps, max_size=6).map(
    lambda steps: (Step(StepKind.call, "First"), *(_named(step, n) for n, step in enumerate(steps)))
)


def _named(step: Step, n: int) -> Step:
    return Step(step.kind, f"Step {n}", step.wait_days, 0, step.tries if step.kind is StepKind.call else 1)


@given(sequences, st.integers(0, 3), facts, words, leads, moments, st.integers(0, 3), st.integers(0, 5))
def test_every_outcome_leads_to_a_next_action_or_to_a_named_end(
    steps, tries, call_facts, flags, lead, now, others, quick
):
    calls = [place for place, step in enumerate(steps) if step.kind is StepKind.call]
    place = calls[tries % len(calls)]
    usable = flags is None or not gives_up_number(flags)
    promised = now + timedelta(hours=3) if flags is not None and flags.next is Next.callback else None
    seen = Situation(lead, others + usable, flags, promised, None, agent_id=1, current_usable=usable)
    outcome = outcome_of(call_facts, flags)

    plan = advance(steps, Progress(place, tries, quick), outcome, now, seen)

    last = plan.actions[-1]
    assert isinstance(last, CallAt | Stop)
    assert sum(isinstance(action, CallAt) for action in plan.actions) <= 1
    for action in plan.actions:
        if not isinstance(action, Stop):
            assert action.at >= now
    if isinstance(last, CallAt):
        assert last.step == plan.progress.position
        assert steps[last.step].kind is StepKind.call
        assert plan.progress.position >= place
    assert plan == advance(steps, Progress(place, tries, quick), outcome, now, seen)


@given(sequences, st.lists(st.sampled_from([EndingKind.no_answer, EndingKind.busy, EndingKind.machine]), min_size=1))
def test_a_lead_that_nobody_answers_for_comes_to_the_end(steps, endings):
    lead, progress, now = LeadClock("America/Denver"), Progress(), START
    for turn in range(500):
        ending = endings[turn % len(endings)]
        plan = advance(steps, progress, outcome_of(CallFacts(ending), None), now, Situation(lead, numbers_left=1))
        if isinstance(plan.actions[-1], Stop):
            return
        progress, now = plan.progress, plan.actions[-1].at
    raise AssertionError("the sequence never came to an end")


@given(sequences)
def test_steps_survive_storage(steps):
    assert steps_from_json(steps_to_json(steps)) == steps


@given(st.sampled_from([0, 2, 5, 7, 8]), st.none() | moments, leads, moments, st.booleans())
def test_a_resumed_lead_always_has_its_next_call(place, planned_at, lead, now, restart):
    plan = resume(DEFAULT_SEQUENCE, Progress(place), planned_at, lead, now, restart=restart)

    call = plan.actions[-1]
    assert isinstance(call, CallAt)
    assert call.at >= now
    assert call.step == (0 if restart else place)
