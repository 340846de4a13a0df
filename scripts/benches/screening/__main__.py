"""Screening on answers made of synthesised speech, beside Asterisk's app_amd on the same audio."""

import argparse
import itertools
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from telephony.sip.screening import LONGEST_MS, Decision, Parameters, replay
from tests.support.asterisk import CannotHave

from .amd import judge
from .speech import KINDS, Answer, answers, ensure_tools, levels

TUNING_SEEDS, JUDGED_SEED = (1, 3), 2
"""Parameters are chosen on some sets and judged on another."""

MOST_FALSE_MACHINES = 0.015
"""Of people, when parameters are chosen: a set is a sample, and on any other there may be 2 %."""


@dataclass(frozen=True, slots=True)
class Score:
    """Shares between 0 and 1; false machine is of people, false human of machines."""

    accuracy: float
    false_machine: float
    false_human: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench screening", description=__doc__)
    parser.add_argument("--answers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=JUDGED_SEED)
    parser.add_argument("--tune", action="store_true", help="search parameters on the tuning sets and print the best")
    parser.add_argument("--keep", type=Path, help="write the labelled level traces of the set to this file")
    asked = parser.parse_args()
    ensure_tools()
    if asked.tune:
        _tune([answer for seed in TUNING_SEEDS for answer in answers(seed, asked.answers)])
        return
    judged = answers(asked.seed, asked.answers)
    if asked.keep is not None:
        _keep(judged, asked.keep)
    _compare(judged)


def _keep(judged: Sequence[Answer], file: Path) -> None:
    """One line for each answer: what it is, and its levels every 20 ms as far as screening listens, two digits each."""
    lines = []
    for answer in judged:
        heard = bytes(level for at, level in _trace(answer) if at <= LONGEST_MS)
        lines.append(f"{'person' if answer.is_person else 'machine'}\t{answer.kind}\t{heard.hex()}\n")
    file.write_text("".join(lines))


def _compare(judged: Sequence[Answer]) -> None:
    decisions = [_decide(trace) for trace in map(_trace, judged)]
    ours = [d.verdict.is_person for d in decisions]
    try:
        theirs: list[bool] | None = [found.is_person for found in judge(judged)]
    except CannotHave as problem:
        print(f"app_amd was not asked: {problem}")
        theirs = None
    _print_kinds(judged, ours, theirs)
    times = sorted(d.at_ms for d in decisions)
    median, late = statistics.median(times), times[int(0.95 * len(times))]
    print(f"decision after {median:.0f} ms (median), {late} ms (95 %), {times[-1]} ms (longest)")
    mine = _print_score("screening", judged, ours)
    other = None if theirs is None else _print_score("app_amd", judged, theirs)
    figures = {
        "accuracy": round(mine.accuracy, 4),
        "false_machine": round(mine.false_machine, 4),
        "app_amd_accuracy": other and round(other.accuracy, 4),
        "app_amd_false_machine": other and round(other.false_machine, 4),
        "decision_ms": median,
    }
    print(json.dumps(figures))


def _print_kinds(judged: Sequence[Answer], ours: Sequence[bool], theirs: Sequence[bool] | None) -> None:
    print(f"{'answer':<22}{'number':>8}{'screening right':>18}{'app_amd right':>16}")
    for kind, is_person, _ in KINDS:
        at = [i for i, answer in enumerate(judged) if answer.kind == kind]
        cells = ["-" if who is None else str(sum(who[i] is is_person for i in at)) for who in (ours, theirs)]
        print(f"{kind:<22}{len(at):>8}{cells[0]:>18}{cells[1]:>16}")


def _print_score(name: str, judged: Sequence[Answer], said: Sequence[bool]) -> Score:
    score = _score(judged, said)
    print(
        f"{name:<10} accuracy {score.accuracy:.1%}, people called machines {score.false_machine:.1%}, "
        f"machines called people {score.false_human:.1%}"
    )
    return score


def _score(judged: Sequence[Answer], said: Sequence[bool]) -> Score:
    pairs = [(answer.is_person, person) for answer, person in zip(judged, said, strict=True)]
    people = [person for is_person, person in pairs if is_person]
    machines = [person for is_person, person in pairs if not is_person]
    right = sum(is_person is person for is_person, person in pairs)
    return Score(right / len(pairs), people.count(False) / len(people), machines.count(True) / len(machines))


def _trace(answer: Answer) -> tuple[tuple[int, int], ...]:
    return tuple((20 * i, level) for i, level in enumerate(levels(answer.samples)))


def _decide(trace: tuple[tuple[int, int], ...], parameters: Parameters | None = None) -> Decision:
    found = replay(trace, parameters)
    if found is None:
        raise ValueError("The audio ended before the screening did.")
    return found


def _tune(given: Sequence[Answer]) -> None:
    """The most right verdicts among those with few enough people dropped."""
    traces = [_trace(answer) for answer in given]
    ears = itertools.product((16, 20), (5, 8), (60, 80))
    limits = itertools.product(range(1700, 2301, 100), range(1400, 2001, 100), range(700, 1001, 100))
    scored = []
    for (quietest, above, word), (long_ms, still_ms, pause_ms) in itertools.product(ears, limits):
        if still_ms > long_ms:
            continue
        tried = Parameters(
            long_greeting_ms=long_ms,
            still_talking_ms=still_ms,
            pause_after_greeting_ms=pause_ms,
            shortest_word_ms=word,
            quietest_speech=quietest,
            above_noise=above,
        )
        score = _score(given, [_decide(trace, tried).verdict.is_person for trace in traces])
        if score.false_machine <= MOST_FALSE_MACHINES:
            scored.append((score, tried))
    for score, tried in sorted(scored, key=lambda s: -s[0].accuracy)[:5]:
        print(score, tried)


if __name__ == "__main__":
    main()
