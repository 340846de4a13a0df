"""A small floor on the practice network: it lets time pass and applies what happens, as the product does."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telephony.call import Call, advance, plan_call
from telephony.carrier import Refused
from telephony.events import AgentAssigned, CallEvent, Event, NoAgent, Sent, Told
from telephony.orders import LookUpCall, Order, PlaceCall
from telephony.practice import MemoryExchange, PracticeCarrier, PracticeNetwork, Profile
from tests.telephony.builders import START


@dataclass
class HandClock:
    moment: datetime = START

    def now(self) -> datetime:
        return self.moment


@dataclass
class Floor:
    """Every call placed here is advanced by its events; an answered one gets an agent if there are any."""

    profile: Profile = field(default_factory=Profile)
    agents: bool = True

    def __post_init__(self) -> None:
        self.clock = HandClock()
        self.network = PracticeNetwork(self.profile, MemoryExchange())
        self.carrier = PracticeCarrier(self.network, self.clock)
        self.calls: dict[str, Call] = {}
        self.heard: list[Event] = []
        self.refused: list[Order] = []

    def place(self, order: PlaceCall) -> Call:
        self.calls[order.call_id] = plan_call(order, self.clock.moment)
        receipt = self.carrier.carry_out(order)
        assert receipt.carrier_call_id is not None
        self.apply(
            Sent(
                call_id=order.call_id,
                at=self.clock.moment,
                event_key=f"{order.call_id}:sent",
                carrier_call_id=receipt.carrier_call_id,
            )
        )
        return self.calls[order.call_id]

    def apply(self, event: CallEvent) -> None:
        step = advance(self.calls[event.call_id], event)
        self.calls[event.call_id] = step.call
        for order in step.orders:
            self.carry_out(order)
        if step.call.wants_agent:
            said = {"call_id": event.call_id, "at": event.at, "event_key": f"{event.call_id}:arbiter"}
            self.apply(AgentAssigned(agent_leg_id="leg-1", **said) if self.agents else NoAgent(**said))

    def carry_out(self, order: Order) -> None:
        try:
            news = self.carrier.carry_out(order).news
        except Refused:
            self.refused.append(order)
            return
        if isinstance(order, LookUpCall):
            for event in news:
                self.apply(event)

    def step(self) -> bool:
        """Lets the next thing happen; False when nothing is planned any more."""
        due = self.network.next_due()
        if due is None:
            return False
        self.clock.moment = max(self.clock.moment, due)
        for event in self.network.deliver_due(self.clock.moment):
            self.heard.append(event)
            if isinstance(event, Told):
                self.apply(event)
        return True

    def run(self, seconds: float | None = None) -> None:
        """Lets so much time pass, or all of it until nothing is planned."""
        until = None if seconds is None else self.clock.moment + timedelta(seconds=seconds)
        while (due := self.network.next_due()) and (until is None or due <= until):
            self.step()
        if until is not None:
            self.clock.moment = until
