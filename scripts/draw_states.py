"""Draws docs/diagrams/call-machine.md from the table that the call machine runs on."""

from collections.abc import Iterator
from pathlib import Path

from telephony.call import IGNORED, TABLE, CallState
from telephony.call.table import Act, Cell, Choice, Move
from telephony.events import Deadline, HangUpReason
from telephony.words import Word, kind_of

PAGE = Path(__file__).parents[1] / "docs" / "diagrams" / "call-machine.md"


def draw() -> str:
    """The whole page."""
    parts = [
        "# The call machine",
        "Drawn by `scripts/draw_states.py` from `telephony/call/table.py`; change the table, not this page.",
        "```mermaid\nstateDiagram-v2\n" + "\n".join(_arrows()) + "\n```",
        "## States\n\n" + _words(CallState),
        "## Moves\n\n" + "\n".join(_rows()),
        "## What a move may order\n\n" + _words(Act),
        "## What a call may wait for\n\n" + _words(Deadline),
        "## Why we hang up\n\n" + _words(HangUpReason),
        "## Pairs that deliberately move nothing\n\nWhat they prove is recorded all the same.\n\n" + _ignored(),
    ]
    return "\n\n".join(parts) + "\n"


def _moves(cell: Cell) -> tuple[Move, ...]:
    return cell.among if isinstance(cell, Choice) else (cell,)


def _arrows() -> Iterator[str]:
    """One arrow per pair of states, with all the events that lead along it."""
    yield f"    [*] --> {CallState.planned}"
    for state, row in TABLE.items():
        labels: dict[CallState, list[str]] = {}
        for event, cell in row.items():
            for to in dict.fromkeys(move.to for move in _moves(cell)):
                labels.setdefault(to, []).append(kind_of(event))
        for to, events in labels.items():
            if to is not state:
                yield f"    {state} --> {to}: {', '.join(events)}"
    yield f"    {CallState.ended} --> [*]"


def _rows() -> Iterator[str]:
    yield "| state | event | question | moves to | orders | waits for |"
    yield "|---|---|---|---|---|---|"
    for state, row in TABLE.items():
        for event, cell in row.items():
            question = cell.question if isinstance(cell, Choice) else ""
            for move in _moves(cell):
                orders = ", ".join(move.acts)
                yield f"| {state} | {kind_of(event)} | {question} | {move.to} | {orders} | {move.waits or ''} |"


def _words(kind: type[Word]) -> str:
    return "\n".join(f"- **{word}**: {word.sentence}" for word in kind)


def _ignored() -> str:
    return "\n".join(
        f"- **{state}**: {', '.join(sorted(kind_of(event) for event in events))}" for state, events in IGNORED.items()
    )


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(draw())
    print(f"wrote {PAGE}")
