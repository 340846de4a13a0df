"""The table is complete, and the page of documentation drawn from it is up to date."""

import importlib.util
import typing
from pathlib import Path

import pytest

from telephony.call import IGNORED, TABLE, CallState
from telephony.call.machine import FACTS
from telephony.call.table import Choice
from telephony.call.values import MILESTONES, Fact
from telephony.events import CallEvent
from tests.telephony.builders import EVENT_KINDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("state", CallState)
@pytest.mark.parametrize("event", EVENT_KINDS, ids=lambda kind: kind.__name__)
def test_every_pair_is_either_moved_or_deliberately_ignored(state, event):
    assert (event in TABLE[state]) != (event in IGNORED[state])


def test_no_event_is_left_out_of_the_pairs():
    assert set(EVENT_KINDS) == set(typing.get_args(CallEvent))


def all_moves():
    for state, row in TABLE.items():
        for cell in row.values():
            for move in cell.among if isinstance(cell, Choice) else (cell,):
                yield state, move


def test_a_move_into_another_state_says_what_it_waits_for():
    for state, move in all_moves():
        if move.to not in (state, CallState.ended):
            assert move.waits is not None, (state, move)


def test_nothing_leaves_the_end():
    assert {move.to for state, move in all_moves() if state is CallState.ended} == {CallState.ended}


def test_from_closing_there_is_no_way_back():
    closing = {move.to for state, move in all_moves() if state is CallState.closing}
    assert closing == {CallState.closing, CallState.ended}


def test_every_fact_stands_on_a_milestone():
    assert set(FACTS) == set(Fact)
    assert set(FACTS.values()) <= set(MILESTONES)


def test_the_diagram_in_the_documentation_is_drawn_from_this_table():
    spec = importlib.util.spec_from_file_location("draw_states", ROOT / "scripts" / "draw_states.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    page = ROOT / "docs" / "diagrams" / "call-machine.md"
    assert page.read_text() == script.draw(), "run scripts/draw_states.py and commit what it wrote"
