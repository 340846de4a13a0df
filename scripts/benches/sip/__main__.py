"""`scripts/bench sip`: a SIP trunk from a lead that is claimed to an outcome that is stored, beside Asterisk and SIPp.

(a) sustained calls a second, each claimed, dialed, answered, joined with an agent, hung up, disposed of and stored,
    with more and more agents, as long as 99.9 % come to their end; Asterisk 22 originates to the same far side in the
    same run, and SIPp calls itself;
(b) 200 calls at once with G.711 both ways, 50 of them agents with a lead each: packets lost and the processor's share;
(c) from the lead's 200 OK to the first packet in which the agent hears the lead, by sound;
(d) memory per call, and what a phone still holds after 2,000 calls.
"""

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict
from math import ceil
from typing import Annotated

import typer

from scripts.benches.sip import asterisk, far, path, sound
from scripts.benches.sip.ear import Telephone, waits_ms
from tests.support.asterisk import CannotHave
from tests.support.running import wait_for

ENOUGH_PCT = 99.9

Numbers = Annotated[str, typer.Option(help="Parted by commas.")]


def main(
    parts: Annotated[str, typer.Option(help="Which of a, b, c and d.")] = "abcd",
    agents: Numbers = "25,50,100,150",
    rates: Numbers = "50,100,200,400",
    seconds: float = 20.0,
    processes: Annotated[int, typer.Option(help="SIP processes that share the calls.")] = 1,
    calls: Annotated[int, typer.Option(help="Calls at once in (b).")] = 200,
    answers: Annotated[int, typer.Option(help="Answers that (c) listens to.")] = 100,
    leak_calls: int = 2_000,
) -> None:
    """Runs the parts one after the other and prints what each came to; the last line is JSON."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the beginning")
    result: dict[str, float | None] = {}
    if "a" in parts:
        result |= _rates([int(each) for each in agents.split(",")], processes, seconds)
        result |= _yardsticks([float(each) for each in rates.split(",")], seconds)
    if "b" in parts:
        result |= _conferences(calls, seconds)
    if "c" in parts:
        result |= _ear(answers)
    if "d" in parts:
        result |= _leaks(leak_calls)
    print(json.dumps(result))


def _rates(agents: list[int], processes: int, seconds: float) -> dict[str, float | None]:
    print(f"(a) the whole path, {processes} SIP process(es), calls of {path.HOLD_MS} ms, {seconds:g} s each")
    steps = []
    with path.floor(processes) as floor:
        for count in agents:
            floor.seat(count)
            steps.append(floor.measure(count, seconds))
            _show(asdict(steps[-1]))
    good = [step for step in steps if step.completed_pct >= ENOUGH_PCT]
    best = max(good, key=lambda step: step.calls_per_s, default=None)
    if best is None:
        print(f"    no step came to {ENOUGH_PCT} %")
        return {"calls_per_s": 0.0, "setup_p50_ms": None, "setup_p99_ms": None, "joined_p99_ms": None}
    return {
        "calls_per_s": best.calls_per_s,
        "setup_p50_ms": best.setup_p50_ms,
        "setup_p99_ms": best.setup_p99_ms,
        "joined_p99_ms": best.answer_to_agent_p99_ms,
    }


def _yardsticks(rates: list[float], seconds: float) -> dict[str, float | None]:
    alone = round(far.sipp_alone(5_000))
    print(f"    SIPp calling SIPp: {alone} calls/s")
    found: dict[str, float | None] = {"sipp_calls_per_s": alone}
    try:
        steps = asterisk.measure(rates, seconds, path.HOLD_MS)
    except CannotHave as problem:
        print(f"    Asterisk cannot run here: {problem}")
        return found | {"asterisk_calls_per_s": None, "asterisk_setup_p99_ms": None}
    print("    Asterisk 22 through AMI to the same far side")
    for step in steps:
        _show(asdict(step))
    best = max((s for s in steps if s.completed_pct >= ENOUGH_PCT), key=lambda s: s.calls_per_s, default=None)
    return found | {
        "asterisk_calls_per_s": best.calls_per_s if best else 0.0,
        "asterisk_setup_p50_ms": best.setup_p50_ms if best else None,
        "asterisk_setup_p99_ms": best.setup_p99_ms if best else None,
    }


def _conferences(calls: int, seconds: float) -> dict[str, float | None]:
    agents = max(calls // 4, 1)
    print(f"(b) {calls} calls with sound both ways, {agents} of them agents with a lead each, {seconds:g} s")
    found = sound.conferences(calls, agents, seconds)
    _show(asdict(found))
    return {
        "loss_pct": found.loss_pct,
        "media_processor_share": found.processor_share,
        "kb_per_call": found.kb_per_call,
    }


def _ear(answers: int) -> dict[str, float | None]:
    print(f"(c) from 200 OK to the agent's ear, {answers} answers")
    with Telephone("127.0.0.1", talks=True) as lead, Telephone("127.0.0.2", talks=False) as agent:
        with path.floor(1, leads=lead.port, phones=agent.port) as floor:
            floor.seat(1)
            wait_for("enough answers were heard", lambda: len(lead.answered_at) > answers, seconds=20 + 6.0 * answers)
        threading.Event().wait(0.5)
        waits = sorted(waits_ms(lead, agent)[1:])
    found = {
        "answer_to_agent_p50_ms": round(waits[len(waits) // 2], 1),
        "answer_to_agent_p99_ms": round(waits[ceil(len(waits) * 0.99) - 1], 1),
        "answer_to_agent_longest_ms": round(waits[-1], 1),
    }
    _show(found)
    return {**found}


def _leaks(calls: int) -> dict[str, float | None]:
    print(f"(d) what a phone holds after {calls} calls and after as many more, when nobody asks for them")
    first, last = sound.after(calls)
    _show(asdict(first))
    _show(asdict(last))
    files = last.files - first.files
    grown = round((last.megabytes - first.megabytes) * 1024 / calls, 2)
    return {"files_left": files, "players_left": last.players, "kb_left_per_call": grown}


def _show(figures: Mapping[str, object]) -> None:
    print("    " + "  ".join(f"{name}={value}" for name, value in figures.items()), flush=True)


if __name__ == "__main__":
    typer.run(main)
