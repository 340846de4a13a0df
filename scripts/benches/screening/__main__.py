"""Screening on answers made of synthesised speech, beside Asterisk's app_amd on the same audio."""

import argparse
import itertools
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from telephony.sip.screening import Decision, Parameters, replay
from tests.support.asterisk import CannotHave

from .amd import judge
from .speech import KINDS, Answer, answers, ensure_tools, levels

TUNING_SEED, JUDGED_SEED = 1, 2
"""Parameters are chosen on one set and judged on another."""


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
    parser.add_argument("--tune", action="store_true", help="search parameters on the tuning set and print the best")
    asked = parser.parse_args()
    ensure_tools()
    if asked.tune:
        _tune(answers(TUNING_SEED, asked.answers))
        return
    _compare(answers(asked.seed, asked.answers))


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
    """A wrongly dropped person costs three times what a machine costs that is put through."""
    traces = [_trace(answer) for answer in given]
    grid = itertools.product(range(1300, 2001, 100), range(900, 1801, 100), range(600, 901, 100))
    scored = []
    for long_ms, still_ms, pause_ms in grid:
        if still_ms > long_ms:
            continue
        tried = Parameters(long_greeting_ms=long_ms, still_talking_ms=still_ms, pause_after_greeting_ms=pause_ms)
        score = _score(given, [_decide(trace, tried).verdict.is_person for trace in traces])
        scored.append((3 * score.false_machine + score.false_human, score, tried))
    for _, score, tried in sorted(scored, key=lambda s: s[0])[:5]:
        print(score, tried)


if __name__ == "__main__":
    main()
