"""What comes after each outcome."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dialer.core.dispositions import READY_MADE, Flags
from dialer.core.next_number import Choice
from dialer.core.outcome_kinds import OutcomeKind
from dialer.core.outcomes import CallFacts, Outcome, outcome_of
from dialer.core.picking import Priority
from dialer.core.sequences import (
    DEFAULT_SEQUENCE,
    Advance,
    Branch,
    CallAt,
    EmailAt,
    Go,
    LeadClock,
    MailAt,
    Progress,
    Purpose,
    Situation,
    Step,
    StepKind,
    Stop,
    StopReason,
    TaskAt,
    TextAt,
    advance,
    begin,
)
from dialer.core.sequences.advance import MOST_QUICK
from telephony.endings import EndingKind
from telephony.events import HangUpReason

NOW = datetime(2026, 3, 12, 16, tzinfo=UTC)  # a Thursday, 11:00 in Chicago
LEAD = LeadClock("America/Chicago", failed=(NOW,))
FLAGS = {ready.name: ready.flags for ready in READY_MADE}
FIRST, SECOND, LAST = 0, 2, 10
NO_ANSWER = outcome_of(CallFacts(EndingKind.no_answer), None)


def after(ending: EndingKind, place: int = FIRST, **more: object) -> Advance:
    seen = Situation(LEAD, numbers_left=2)
    return advance(DEFAULT_SEQUENCE, Progress(place), outcome_of(CallFacts(ending, **more), None), NOW, seen)


def said(name: str, place: int = FIRST, **more: object) -> Advance:
    flags = FLAGS[name]
    facts = CallFacts(EndingKind.completed, answered=True, human=True, with_agent=True)
    given = {"numbers_left": 2, "flags": flags, "agent_id": 7, **more}
    return advance(DEFAULT_SEQUENCE, Progress(place), outcome_of(facts, flags), NOW, Situation(LEAD, **given))


def call(plan: Advance) -> CallAt:
    return next(action for action in plan.actions if isinstance(action, CallAt))


def test_a_lead_enters_at_its_first_call_at_once():
    assert begin(DEFAULT_SEQUENCE, LEAD, NOW) == Advance(Progress(0), (CallAt(at=NOW, step=0, label="First call"),))


def test_after_no_answer_the_text_is_due_at_once_and_the_next_call_another_day_at_another_hour():
    plan = after(EndingKind.no_answer)

    text, next_call = plan.actions
    assert text == TextAt(at=NOW, step=1, label="Text after the missed call", template="Missed call")
    assert isinstance(next_call, CallAt)
    # The try at 11:00 failed; 17:00 is the part of the day that lies farthest from it.
    assert next_call.at == datetime(2026, 3, 13, 22, tzinfo=UTC)
    assert plan.progress == Progress(SECOND)
    assert not plan.clears


def test_letters_and_door_hangers_get_their_dates_with_the_call_behind_them():
    plan = after(EndingKind.no_answer, SECOND)

    letter, hanger, next_call = plan.actions
    assert isinstance(letter, MailAt)
    assert isinstance(hanger, MailAt)
    assert (letter.kind, letter.at) == (StepKind.letter, datetime(2026, 3, 14, 14, tzinfo=UTC))
    assert (hanger.kind, hanger.at) == (StepKind.door_hanger, datetime(2026, 3, 16, 14, tzinfo=UTC))
    assert isinstance(next_call, CallAt)
    assert next_call.at.date() == date(2026, 3, 18)


def test_an_unanswered_lead_gets_the_eight_touches_and_then_calls_after_30_60_and_90_days():
    progress, now, touches = Progress(), NOW, [("call", 0)]
    while progress.position < len(DEFAULT_SEQUENCE):
        plan = advance(DEFAULT_SEQUENCE, progress, NO_ANSWER, now, Situation(LEAD, numbers_left=1))
        for action in plan.actions:
            if isinstance(action, Stop):
                assert action.reason is StopReason.exhausted
                continue
            kind = action.kind.value if isinstance(action, MailAt) else type(action).__name__[:-2].lower()
            touches.append((kind, (LEAD.local(action.at).date() - LEAD.local(NOW).date()).days))
            now = max(now, action.at)
        progress = plan.progress

    assert touches == [
        ("call", 0),
        ("text", 0),
        ("call", 1),
        ("letter", 3),
        ("door_hanger", 5),
        ("call", 7),
        ("email", 9),
        ("call", 12),
        ("call", 30),
        ("call", 60),
        ("call", 90),
    ]


@pytest.mark.parametrize(
    ("ending", "why", "wait"),
    [
        (EndingKind.busy, None, timedelta(minutes=15)),
        (EndingKind.congestion, None, timedelta(hours=4)),
        (EndingKind.our_limit, None, timedelta(minutes=15)),
        (EndingKind.cancelled, HangUpReason.sibling_answered, timedelta()),
    ],
)
def test_a_try_that_says_nothing_about_the_lead_is_repeated_on_the_same_number(
    ending: EndingKind, why: HangUpReason | None, wait: timedelta
):
    plan = after(ending, hang_up=why)

    (again,) = plan.actions
    assert isinstance(again, CallAt)
    assert (again.at, again.step, again.number) == (NOW + wait, FIRST, Choice.same)
    assert (plan.progress.position, plan.progress.tries) == (FIRST, 0)


def test_a_line_that_stays_busy_counts_as_tried_in_the_end():
    progress = Progress()
    busy = outcome_of(CallFacts(EndingKind.busy), None)
    for _ in range(MOST_QUICK):
        progress = advance(DEFAULT_SEQUENCE, progress, busy, NOW, Situation(LEAD, numbers_left=1)).progress
        assert progress.position == FIRST

    assert advance(DEFAULT_SEQUENCE, progress, busy, NOW, Situation(LEAD, numbers_left=1)).progress.position == SECOND


def test_a_line_we_took_back_ourselves_never_counts():
    taken_back = outcome_of(CallFacts(EndingKind.cancelled, hang_up=HangUpReason.sibling_answered), None)
    progress = Progress(quick=MOST_QUICK)

    plan = advance(DEFAULT_SEQUENCE, progress, taken_back, NOW, Situation(LEAD, numbers_left=1))

    assert plan.progress == progress
    assert call(plan).at == NOW


def test_an_abandoned_person_gets_an_apology_and_a_call_back_before_others():
    plan = after(EndingKind.abandoned, answered=True, human=True)

    text, back = plan.actions
    assert isinstance(text, TextAt)
    assert (text.at, text.purpose) == (NOW, Purpose.apology)
    assert isinstance(back, CallAt)
    assert (back.at, back.priority, back.number) == (
        NOW + timedelta(minutes=5),
        Priority.ABANDONED,
        Choice.same,
    )


def test_a_promise_is_kept_at_its_minute_on_the_same_number_by_the_same_agent():
    promised = NOW + timedelta(days=2, minutes=7)
    plan = said("callback", SECOND, promised_at=promised)

    assert plan.actions == (
        CallAt(
            at=promised,
            step=SECOND,
            label="Second call",
            purpose=Purpose.callback,
            number=Choice.same,
            priority=Priority.CALLBACK,
            agent_id=7,
        ),
    )
    assert plan.clears


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("appointment", StopReason.appointment),
        ("not_interested", StopReason.not_interested),
        ("dnc_lead", StopReason.do_not_contact),
    ],
)
def test_some_results_end_the_sequence_with_a_named_reason(name: str, reason: StopReason):
    plan = said(name)

    assert plan.actions[-1] == Stop(reason)
    assert plan.clears


def test_an_appointment_stands_in_the_agents_list():
    when = NOW + timedelta(days=3)

    task = said("appointment", appointment_at=when).actions[0]

    assert task == TaskAt(at=when, step=FIRST, label="Appointment", agent_id=7)


def test_a_managers_own_stopping_result_has_its_own_reason():
    flags = Flags(OutcomeKind.contact, counts_as_contact=True, stops_sequence=True)
    outcome = outcome_of(CallFacts(EndingKind.completed, answered=True), flags)

    plan = advance(DEFAULT_SEQUENCE, Progress(), outcome, NOW, Situation(LEAD, numbers_left=1, flags=flags))

    assert plan.actions == (Stop(StopReason.disposition),)


def test_a_contact_goes_on_with_the_long_follow_up_and_drops_what_was_planned():
    plan = said("contact", SECOND)

    assert plan.clears
    assert call(plan).label == "30-day follow-up"
    assert plan.progress == Progress(8)


def test_a_contact_during_the_follow_up_goes_to_the_next_one():
    assert call(said("contact", 8)).label == "60-day follow-up"
    assert said("contact", LAST).actions == (Stop(StopReason.exhausted),)


@pytest.mark.parametrize("name", ["wrong_number", "bad_number", "dnc_number", "no_contact_next_number"])
def test_another_number_is_called_at_once_and_costs_no_step(name: str):
    usable = name == "no_contact_next_number"
    plan = said(name, SECOND, numbers_left=1 + usable, current_usable=usable)

    again = call(plan)
    assert (again.at, again.number, again.step) == (NOW, Choice.other, SECOND)


@pytest.mark.parametrize("name", ["wrong_number", "bad_number", "dnc_number"])
def test_without_another_number_the_sequence_stops_and_asks_for_one(name: str):
    plan = said(name, numbers_left=0, current_usable=False)

    assert plan.actions == (
        TaskAt(at=NOW, step=FIRST, label="Find another number"),
        Stop(StopReason.no_number),
    )


def test_next_number_without_another_one_goes_on_with_the_next_touch():
    assert call(said("no_contact_next_number", numbers_left=1)).step == SECOND


@pytest.mark.parametrize("ending", [EndingKind.invalid_number, EndingKind.unwanted])
def test_a_number_that_is_out_of_use_makes_way_for_the_next(ending: EndingKind):
    outcome = outcome_of(CallFacts(ending), None)
    seen = Situation(LEAD, numbers_left=1, current_usable=False)

    again = call(advance(DEFAULT_SEQUENCE, Progress(), outcome, NOW, seen))

    assert (again.at, again.number, again.step) == (NOW, Choice.other, FIRST)


def test_a_skipped_line_goes_to_the_next_number_or_to_the_next_touch():
    assert call(after(EndingKind.cancelled, hang_up=HangUpReason.skipped)).number is Choice.other
    skipped = outcome_of(CallFacts(EndingKind.cancelled, hang_up=HangUpReason.skipped), None)
    alone = advance(DEFAULT_SEQUENCE, Progress(), skipped, NOW, Situation(LEAD, numbers_left=1))
    assert call(alone).step == SECOND


def test_a_call_without_a_result_is_asked_about_and_sends_no_automatic_text():
    plan = after(EndingKind.completed, answered=True, human=True, with_agent=True)

    task, again = plan.actions
    assert isinstance(task, TaskAt)
    assert task.at == NOW
    assert isinstance(again, CallAt)
    assert again.at > NOW + timedelta(hours=12)
    assert plan.clears


def test_a_hold_leaves_the_lead_alone_and_keeps_its_place():
    flags = Flags(OutcomeKind.contact, counts_as_contact=True, hold_days=10)
    outcome = outcome_of(CallFacts(EndingKind.completed, answered=True), flags)

    plan = advance(DEFAULT_SEQUENCE, Progress(SECOND), outcome, NOW, Situation(LEAD, numbers_left=1, flags=flags))

    assert call(plan).at.date() == date(2026, 3, 22)
    assert plan.progress == Progress(SECOND)


def steps_with(**ways: Branch) -> tuple[Step, ...]:
    first = replace(
        DEFAULT_SEQUENCE[0], tries=3, on_outcome=tuple((OutcomeKind[kind], way) for kind, way in ways.items())
    )
    return (first, *DEFAULT_SEQUENCE[1:])


@pytest.mark.parametrize(
    ("way", "place"),
    [
        (Branch(Go.next), SECOND),
        (Branch(Go.repeat), FIRST),
        (Branch(Go.step, "Fourth call"), 7),
    ],
)
def test_a_step_may_branch_on_an_outcome(way: Branch, place: int):
    plan = advance(steps_with(no_answer=way), Progress(), NO_ANSWER, NOW, Situation(LEAD, numbers_left=1))

    assert plan.progress.position == place


def test_a_step_may_end_the_sequence_on_an_outcome():
    steps = steps_with(machine=Branch(Go.stop))
    machine = outcome_of(CallFacts(EndingKind.machine, answered=True), None)

    assert advance(steps, Progress(), machine, NOW, Situation(LEAD, numbers_left=1)).actions == (
        Stop(StopReason.branch),
    )


def test_a_step_with_three_tries_is_left_after_the_third():
    steps, progress, places = steps_with(), Progress(), []
    for _ in range(3):
        progress = advance(steps, progress, NO_ANSWER, NOW, Situation(LEAD, numbers_left=1)).progress
        places.append(progress)

    assert places == [Progress(FIRST, 1), Progress(FIRST, 2), Progress(SECOND)]


def test_the_third_retry_of_a_step_is_on_another_day_at_a_fresh_hour():
    evening = replace(LEAD, failed=(NOW, NOW + timedelta(hours=7)))  # 11:00 and 18:00
    plan = advance(steps_with(), Progress(), NO_ANSWER, NOW, Situation(evening, numbers_left=1))

    assert evening.local(call(plan).at).hour in (8, 14)


def test_a_campaign_that_calls_on_weekdays_only_moves_weekend_calls_to_monday():
    weekdays = replace(LEAD, weekdays=frozenset(range(5)))
    friday = NOW + timedelta(days=1)
    plan = advance(DEFAULT_SEQUENCE, Progress(), NO_ANSWER, friday, Situation(weekdays, numbers_left=1))

    assert weekdays.local(call(plan).at).weekday() == 0


def test_an_email_step_names_its_template():
    mail = after(EndingKind.no_answer, 5).actions[0]

    assert isinstance(mail, EmailAt)
    assert mail.template == "Marketing plan"


def test_a_text_without_a_template_is_the_campaigns_text_for_missed_calls():
    steps = (DEFAULT_SEQUENCE[0], Step(StepKind.text, "Text"), *DEFAULT_SEQUENCE[2:])

    text = advance(steps, Progress(), NO_ANSWER, NOW, Situation(LEAD, numbers_left=1)).actions[0]

    assert isinstance(text, TextAt)
    assert text.purpose is Purpose.missed


def test_an_outcome_after_the_last_step_ends_the_sequence():
    done = Progress(len(DEFAULT_SEQUENCE))
    outcome: Outcome = NO_ANSWER

    assert advance(DEFAULT_SEQUENCE, done, outcome, NOW, Situation(LEAD, numbers_left=1)).actions == (
        Stop(StopReason.exhausted),
    )
