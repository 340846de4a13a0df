"""Dispositions are records that a manager may edit, and say beforehand what they will do."""

from dataclasses import replace

import pytest

from dialer.core.dispositions import READY_MADE, Flags, Next, Scope, consequence
from dialer.core.outcome_kinds import OutcomeKind
from dialer.core.sequences import DEFAULT_SEQUENCE

FLAGS = {ready.name: ready.flags for ready in READY_MADE}


def test_the_ready_made_ones_are_sound_and_survive_storage():
    for ready in READY_MADE:
        assert ready.flags.problems() == ()
        assert Flags.from_json(ready.flags.to_json()) == ready.flags


def test_names_and_number_keys_are_given_once():
    names = [ready.name for ready in READY_MADE]
    keys = [ready.key for ready in READY_MADE if ready.key]

    assert len(set(names)) == len(names)
    assert sorted(keys) == list("123456789")


def test_branches_lead_into_the_default_sequence():
    marks = {step.branch for step in DEFAULT_SEQUENCE}

    assert {ready.flags.branch for ready in READY_MADE} <= marks


@pytest.mark.parametrize(
    ("flags", "field"),
    [
        (Flags(stops_sequence=True, next=Next.callback, callback_needed=True), "next"),
        (Flags(callback_needed=True), "callback_needed"),
        (Flags(next=Next.callback), "callback_needed"),
        (Flags(appointment=True), "appointment"),
        (Flags(hold_days=366), "hold_days"),
        (Flags(hold_days=-1), "hold_days"),
        (Flags(hold_days=1, stops_sequence=True), "hold_days"),
        (Flags(suppress=Scope.lead), "stops_sequence"),
    ],
)
def test_flags_that_contradict_each_other_are_refused(flags: Flags, field: str):
    assert [name for name, _ in flags.problems()] == [field]


def test_unknown_flags_in_storage_are_ignored_and_missing_ones_take_their_default():
    assert Flags.from_json({"outcome": "contact", "of_a_later_version": 1}) == Flags(OutcomeKind.contact)


@pytest.mark.parametrize(
    ("flags", "phones_left", "words"),
    [
        (FLAGS["wrong_number"], 2, "Removes this number; 2 others stay. Another number comes next."),
        (FLAGS["wrong_number"], 1, "Removes this number; 1 other stays. Another number comes next."),
        (
            FLAGS["wrong_number"],
            0,
            "Removes this number; none is left. Stops the sequence and asks for another number.",
        ),
        (FLAGS["dnc_lead"], 3, "Never contacts this lead again, on any channel."),
        (
            FLAGS["dnc_number"],
            1,
            "Never calls or texts this number again; 1 other stays. Another number comes next.",
        ),
        (FLAGS["not_interested"], 1, "Stops the sequence."),
        (FLAGS["appointment"], 1, "Stops the sequence. Asks for its time."),
        (FLAGS["callback"], 1, "Calls this number again at the time you choose."),
        (FLAGS["contact"], 1, "Goes on with the long follow-up."),
        (FLAGS["voicemail"], 1, "Goes on with: Letter."),
        (FLAGS["no_contact_next_number"], 0, "Goes on with: Letter."),
        (Flags(hold_days=7), 1, "Leaves the lead alone for 7 days."),
        (replace(FLAGS["not_interested"], note_required=True), 1, "Stops the sequence. Asks for a note."),
    ],
)
def test_the_consequence_is_said_in_words_for_this_lead(flags: Flags, phones_left: int, words: str):
    assert consequence(flags, phones_left=phones_left, next_touch="Letter") == words


def test_at_the_end_of_the_sequence_no_next_touch_is_promised():
    assert consequence(FLAGS["voicemail"], phones_left=1) == "Ends the sequence: no touch is left."
