"""A sequence is checked as a whole before anybody is sent through it."""

from dataclasses import replace

import pytest

from dialer.core.outcome_kinds import OutcomeKind
from dialer.core.sequences import (
    DEFAULT_SEQUENCE,
    DEFAULT_TEMPLATES,
    Branch,
    Go,
    Step,
    StepKind,
    problems,
    steps_from_json,
    steps_to_json,
)
from dialer.core.texts import segments, unknown_fields

CALL = Step(StepKind.call, "Call")
LATER = Step(StepKind.call, "Later", wait_days=1)


def test_the_default_sequence_is_sound_and_survives_storage():
    assert problems(DEFAULT_SEQUENCE) == ()
    assert steps_from_json(steps_to_json(DEFAULT_SEQUENCE)) == DEFAULT_SEQUENCE


def test_every_template_that_the_default_sequence_names_is_shipped():
    shipped = {template.name: template.kind for template in DEFAULT_TEMPLATES}

    for step in DEFAULT_SEQUENCE:
        if step.template:
            assert shipped[step.template] == step.kind.value


@pytest.mark.parametrize("template", DEFAULT_TEMPLATES, ids=lambda template: template.name)
def test_shipped_templates_use_known_fields_only(template):
    assert unknown_fields(template.body) == ()
    assert unknown_fields(template.subject) == ()


@pytest.mark.parametrize("template", [t for t in DEFAULT_TEMPLATES if t.kind == "text"], ids=lambda t: t.name)
def test_shipped_texts_say_how_to_opt_out_and_stay_within_two_segments(template):
    assert "STOP" in template.body
    assert segments(template.body).count <= 2


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        ((), "steps"),
        ((Step(StepKind.letter, "Letter"),), "steps"),
        ((replace(CALL, label=" "),), "0.label"),
        ((CALL, CALL), "1.label"),
        ((replace(CALL, wait_days=366),), "0.wait_days"),
        ((replace(CALL, wait_hours=-1),), "0.wait_hours"),
        ((replace(CALL, wait_days=1, wait_hours=1),), "0.wait_hours"),
        ((replace(CALL, tries=0),), "0.tries"),
        ((replace(CALL, tries=21),), "0.tries"),
        ((replace(CALL, kind=StepKind.text, tries=2), LATER), "0.tries"),
        ((replace(CALL, again_days=0),), "0.again_days"),
        ((replace(CALL, kind=StepKind.email), LATER), "0.template"),
        (
            (
                CALL,
                replace(LATER, on_outcome=((OutcomeKind.machine, Branch(Go.step, "Call")),)),
            ),
            "1.on_outcome",
        ),
        (
            (replace(CALL, on_outcome=((OutcomeKind.machine, Branch(Go.step, "Gone")),)), LATER),
            "0.on_outcome",
        ),
        (
            (replace(CALL, kind=StepKind.text, on_outcome=((OutcomeKind.machine, Branch(Go.stop)),)), LATER),
            "0.on_outcome",
        ),
    ],
)
def test_what_cannot_work_is_named_with_its_place(steps: tuple[Step, ...], place: str):
    assert [name for name, _ in problems(steps)] == [place]


def test_a_branch_further_on_is_allowed():
    assert problems((replace(CALL, on_outcome=((OutcomeKind.machine, Branch(Go.step, "Later")),)), LATER)) == ()


def test_all_problems_are_reported_at_once():
    assert len(problems((replace(CALL, label="", tries=0), replace(CALL, wait_days=-1)))) == 3


def test_an_unknown_kind_in_storage_is_refused():
    with pytest.raises(KeyError):
        steps_from_json([{"kind": "pigeon", "label": "By air"}])
