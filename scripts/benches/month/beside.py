"""The same world in the discrete-event benchmark of `pacing`: its own simulation and pacer, people of this network."""

from random import Random

from dialer.core.pacing import Pace, PaceMode
from dialer.core.robots import Span
from scripts.benches.pacing.pacers import Product
from scripts.benches.pacing.simulate import Simulation, Tally
from scripts.benches.pacing.world import Lead, Leads, World
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall
from telephony.practice import Behaviour
from telephony.practice.script import Script, script_of

from .world import RING_SECONDS, Month, numbers

NEVER = 1000.0


class NetworkLeads(Leads):
    """Leads with the far ends that the practice network plays, and the time that these agents take for them."""

    def __init__(self, world: World, month: Month) -> None:
        super().__init__(world, month.seed)
        self._rng = Random(month.seed + 1)
        self._month = month
        self._numbers = numbers(month.leads_per_agent * month.agents, Random(month.seed))
        self._dialed = 0

    def next(self) -> Lead:
        lap, place = divmod(self._dialed, len(self._numbers))
        self._dialed += 1
        to = PhoneNumber.parse(self._numbers[place].e164)
        order = PlaceCall(call_id="x", to=to, from_=to, ring_seconds=RING_SECONDS, max_seconds=5400)
        return self._as_lead(script_of(order, lap, self._month.profile))

    def _as_lead(self, script: Script) -> Lead:
        is_person = script.behaviour is Behaviour.person and script.answers_in_time
        habits = self._month.habits
        talk = min(script.talk, self._drawn(habits.talks_at_most)) + self._drawn(habits.thinks)
        other, after = _without_person(script)
        return Lead(
            luck=0.0 if is_person else 1.0,
            person_after_seconds=script.ring_after + script.answer_after if is_person else NEVER,
            other=other,
            other_after_seconds=after,
            handle_seconds=talk,
            verdict_seconds=script.verdict_after + self._drawn(habits.thinks),
            # Between the benchmark's two mistakes of a detector: this one makes none.
            slip=0.5,
        )

    def _drawn(self, span: Span) -> float:
        return self._rng.uniform(*span)


def _without_person(script: Script) -> tuple[str, float]:
    if script.behaviour is Behaviour.busy:
        return "bad", script.refuse_after
    if script.behaviour is Behaviour.voicemail and script.answers_in_time:
        return "machine", script.ring_after + script.answer_after
    return "nobody", script.ring_after + RING_SECONDS


def run_beside(month: Month, hours: float) -> Tally:
    """So many hours of it, from the same cold start, with the same target."""
    world = World(agents=month.agents, answer_rate=0.5, machines_reach_agents=True)
    pacer = Product(Pace(PaceMode.PREDICTIVE, target_abandon=month.target, machines_reach_agents=True))
    simulation = Simulation(world, pacer, hours, 0.0, month.seed)
    simulation.leads = NetworkLeads(world, month)
    return simulation.run()
