"""The steps of a sequence as data, and what makes a list of them usable."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from dialer.core.outcome_kinds import OutcomeKind
from telephony.words import Word


class StepKind(Word):
    """The channel of a step."""

    call = "call", "A call, made by the dialer when its time has come."
    text = "text", "A text, sent by itself."
    letter = "letter", "A letter, on the list of somebody who prints and posts it."
    door_hanger = "door_hanger", "A door hanger, on the list of somebody who brings it."
    email = "email", "An e-mail, on the list of somebody who sends it."
    task = "task", "Anything else that a person does."


class Go(Word):
    """Where an outcome leads."""

    next = "next", "On to the next step."
    repeat = "repeat", "The same step again, while it has tries left."
    step = "step", "To the named step further on."
    stop = "stop", "The sequence ends."


@dataclass(frozen=True, slots=True)
class Branch:
    """One way on. `step` is the label of a later step, given for `Go.step` only."""

    go: Go
    step: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One touch. It waits `wait_days` by the lead's calendar, or `wait_hours`, after the touch before it."""

    kind: StepKind
    label: str
    wait_days: int = 0
    wait_hours: float = 0.0
    tries: int = 1
    """Calls only: how many counted tries before the sequence goes on."""
    again_days: int = 1
    """Calls only: days between two tries of this step."""
    template: str = ""
    """Name of the template; empty for a text means the campaign's own text for missed calls."""
    branch: str = ""
    """Name under which a disposition may jump to this step."""
    on_outcome: tuple[tuple[OutcomeKind, Branch], ...] = ()
    """Calls only: what differs from going on to the next step."""

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "label": self.label,
            "wait_days": self.wait_days,
            "wait_hours": self.wait_hours,
            "tries": self.tries,
            "again_days": self.again_days,
            "template": self.template,
            "branch": self.branch,
            "on_outcome": {str(kind): {"go": str(way.go), "step": way.step} for kind, way in self.on_outcome},
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Reads what `to_json` wrote; raises KeyError for a kind or an outcome that does not exist."""
        ways = data.get("on_outcome", {})
        return cls(
            kind=StepKind[data["kind"]],
            label=str(data["label"]),
            wait_days=int(data.get("wait_days", 0)),
            wait_hours=float(data.get("wait_hours", 0)),
            tries=int(data.get("tries", 1)),
            again_days=int(data.get("again_days", 1)),
            template=str(data.get("template", "")),
            branch=str(data.get("branch", "")),
            on_outcome=tuple(
                (OutcomeKind[kind], Branch(Go[way["go"]], str(way.get("step", "")))) for kind, way in ways.items()
            ),
        )

    def way_after(self, outcome: OutcomeKind) -> Branch | None:
        return next((way for kind, way in self.on_outcome if kind is outcome), None)


def steps_from_json(data: Sequence[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step.from_json(item) for item in data)


def steps_to_json(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [step.to_json() for step in steps]


def find(steps: Sequence[Step], label: str) -> int | None:
    return next((place for place, step in enumerate(steps) if step.label == label), None)


def problems(steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    """What is wrong, as (place and field such as "2.wait_days", sentence), all at once; empty when usable."""
    calls = any(step.kind is StepKind.call for step in steps)
    found = [] if calls else [("steps", "A sequence needs at least one call.")]
    labels: set[str] = set()
    for place, step in enumerate(steps):
        found += [(f"{place}.{name}", sentence) for name, ok, sentence in _checks(steps, place, labels) if not ok]
        labels.add(step.label)
    return tuple(found)


def _checks(steps: Sequence[Step], place: int, labels: set[str]) -> tuple[tuple[str, bool, str], ...]:
    step = steps[place]
    call = step.kind is StepKind.call
    return (
        ("label", bool(step.label.strip()), "Give the step a name."),
        ("label", step.label not in labels, "Two steps cannot have the same name."),
        ("wait_days", 0 <= step.wait_days <= 365, "Wait 0 to 365 days."),
        ("wait_hours", 0 <= step.wait_hours <= 240, "Wait 0 to 240 hours."),
        ("wait_hours", not (step.wait_days and step.wait_hours), "Wait days or hours, not both."),
        ("tries", 1 <= step.tries <= 20, "Try 1 to 20 times."),
        ("tries", call or step.tries == 1, "Only a call can be tried again."),
        ("again_days", 1 <= step.again_days <= 60, "Leave 1 to 60 days between two tries."),
        ("on_outcome", call or not step.on_outcome, "Only a call has outcomes to branch on."),
        ("template", step.template != "" or step.kind is not StepKind.email, "Choose what the e-mail says."),
        (
            # A way back could go round for ever.
            "on_outcome",
            all((find(steps, way.step) or 0) > place for _, way in step.on_outcome if way.go is Go.step),
            "A branch leads to a step further on.",
        ),
    )
