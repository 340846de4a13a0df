"""Which worlds are run for how long, and which pacers run in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dialer.core.pacing import Pace, PaceMode

from .baselines import Blind, Issabel, LinesPerIdle, Proportional, Vicidial
from .pacers import Oracle, Product
from .simulate import Pacer
from .world import World

HOURS = {1: 40.0, 2: 25.0, 3: 16.0, 5: 10.0, 10: 5.0, 20: 2.5, 50: 1.0}
WARM_UP_HOURS = {1: 5.0, 2: 3.0, 3: 2.0, 5: 1.5, 10: 0.8, 20: 0.5, 50: 0.3}
"""Simulated hours by the number of agents. Few agents answer few people an hour: the oracle's feedback, and the ledger
of the product, take some hundred answers to settle, and an account of fewer is no month's."""

TUNED_LINES = {1: 1.0, 2: 1.5, 3: 1.67, 5: 2.99, 10: 3.7, 20: 5.3, 50: 8.4}
"""The most lines per idle agent that stays within 3 % at 15 % answered and two minutes, found by search (3.4)."""

TUNED_LEVEL = {1: 1.0, 2: 1.0, 3: 1.0, 5: 1.1, 10: 1.3, 20: 1.55, 50: 1.8}
"""The same for the ratio dialer's level. Its goal is a whole number of lines: with three agents or fewer any level
above 1 is over the cap; with five, 1.1 adds one line, a step that the study's search passed over."""

RIVAL_HOURS = {1: 80.0, 2: 60.0, 3: 40.0, 5: 32.0, 10: 16.0, 20: 16.0, 50: 16.0}
"""Whole days of eight hours, because the adaptive modes steer by the day's account. They take little computing."""

AT_THE_LIMIT = "predictive, aims at 2.8 %"
"""The product with its target next to the oracle's 3 %, as far as a campaign may set it; the ledger keeps the law."""

MAKERS: dict[str, Callable[[World], Pacer]] = {
    "one line each": lambda world: Product(Pace(PaceMode.PROGRESSIVE)),
    "predictive": lambda world: Product(Pace(PaceMode.PREDICTIVE, machines_reach_agents=world.machines_reach_agents)),
    AT_THE_LIMIT: lambda world: Product(
        Pace(PaceMode.PREDICTIVE, target_abandon=0.028, machines_reach_agents=world.machines_reach_agents)
    ),
    "oracle": lambda world: Oracle(Pace(PaceMode.PREDICTIVE, target_abandon=0.03), world),
    "power, 3 lines, ledger": lambda world: Product(Pace(PaceMode.POWER, 3.0)),
    "2 lines": lambda world: LinesPerIdle(2.0),
    "3 lines": lambda world: LinesPerIdle(3.0),
    "2 lines, others cut": lambda world: LinesPerIdle(2.0, cut=True),
    "3 lines, others cut": lambda world: LinesPerIdle(3.0, cut=True),
    "tuned lines": lambda world: LinesPerIdle(TUNED_LINES.get(world.agents, 1.0)),
    "VICIdial ratio": lambda world: Vicidial("ratio", level=TUNED_LEVEL.get(world.agents, 1.0)),
    "VICIdial hard limit": lambda world: Vicidial("hard"),
    "VICIdial average": lambda world: Vicidial("average"),
    "VICIdial tapered": lambda world: Vicidial("tapered", most=10.0, available_only=True),
    "Issabel": lambda world: Issabel(),
    "PI on drops": lambda world: Proportional(),
    "blind stream": Blind,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One world run with one pacer. `part` is where its result is reported: grid, stress or curve."""

    part: str
    name: str
    world: World
    pacer: str
    hours: float
    warm_up_hours: float
    target: float | None = None
    replication: int = 0

    @property
    def cost(self) -> float:
        """Roughly the computing it takes, to start the longest runs first."""
        heavy = 1.0 if self.pacer in ("predictive", AT_THE_LIMIT, "oracle") else 0.1
        return heavy * (self.hours + self.warm_up_hours) * (1.0 + 0.3 * self.world.agents)


TEAMS = (1, 2, 3, 5, 10, 20, 50)


def _cases(part: str, name: str, world: World, pacers: tuple[str, ...], scale: float) -> list[Case]:
    hours, warm = HOURS[world.agents] * scale, WARM_UP_HOURS[world.agents] * min(1.0, scale * 1.5)
    if part == "stress" and world.swing:
        hours = max(hours, 4.0)
    return [Case(part, name, world, pacer, hours, warm) for pacer in pacers]


RANKED = ("one line each", "predictive", AT_THE_LIMIT, "oracle")
RIVALS = tuple(name for name in MAKERS if name not in RANKED)


def grid(quick: bool) -> list[Case]:
    """Teams by answer rate by handle time, the mix of brush-offs and long talks, and two other ring lags."""
    teams = (1, 5, 20) if quick else TEAMS
    rates = (0.15,) if quick else (0.03, 0.08, 0.15, 0.30)
    rows = [World(answer_rate=rate) for rate in rates]
    if not quick:
        rows += [World(handle_seconds=60.0), World(handle_seconds=240.0), World(mixed_handle=True)]
    scale = 0.15 if quick else 1.0
    cases = []
    for row in rows:
        for team in teams:
            world = replace(row, agents=team)
            cases += _cases("grid", grid_name(world), world, RANKED, scale)
    # Other ring lags, where most teams are.
    for lag in () if quick else (6.0, 12.0):
        world = World(lag_seconds=lag)
        cases += _cases("grid", grid_name(world), world, RANKED, scale)
    return cases


def rivals(quick: bool) -> list[Case]:
    """Every other way of dialing, at 15 % answered and two minutes."""
    worlds = [World(agents=team) for team in ((1, 5) if quick else TEAMS)]
    if not quick:
        worlds.append(World(agents=1, answer_rate=0.08))
    cases = [case for world in worlds for case in _cases("rivals", grid_name(world), world, RIVALS, 1.0)]
    return [replace(case, hours=RIVAL_HOURS[case.world.agents], warm_up_hours=0.0) for case in cases]


def stress(quick: bool) -> list[Case]:
    """Worlds that change, lie or run short."""
    worlds = {
        "rate swings by half": World(swing=0.5),
        "rate drops by two thirds and back": World(step_at_hours=1.0, step_factor=0.35),
        "clumped list": World(clumped=True),
        "agents come and go": World(agents=10, floor_changes=True),
        "machines reach agents": World(machines_reach_agents=True),
        "late and lost reports": World(slow_events=True),
        "one call per second": World(agents=20, calls_per_second=1),
        "twelve channels": World(agents=5, channels=12),
        "three agents, two lists": World(agents=3, lists=(0.06, 0.25)),
        "single seat, rate swings": World(agents=1, swing=0.5),
        "cold start": World(),
    }
    if quick:
        worlds = {name: worlds[name] for name in ("rate swings by half", "late and lost reports")}
    cases = []
    for name, world in worlds.items():
        for case in _cases("stress", name, world, RANKED, 0.15 if quick else 0.6):
            cases.append(replace(case, warm_up_hours=0.0) if name == "cold start" else case)
    return cases


def replicated(cases: list[Case], times: int) -> list[Case]:
    """The same cases with other people each time."""
    return [replace(case, replication=number) for number in range(times) for case in cases]


def curve(quick: bool) -> list[Case]:
    """Utilisation against abandonment for five agents, by target."""
    if quick:
        return []
    world = World(agents=5)
    one = _cases("curve", "curve", world, ("oracle",), 1.0)[0]
    return [replace(one, target=target) for target in (0.005, 0.01, 0.02, 0.03)]


def grid_name(world: World) -> str:
    talk = "mix" if world.mixed_handle else f"{world.handle_seconds:.0f} s"
    lag = "" if world.lag_seconds == 9.0 else f", lag {world.lag_seconds:.0f} s"
    return f"{world.agents} agents, {world.answer_rate:.0%}, {talk}{lag}"
