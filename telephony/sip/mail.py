"""What the engine and the SIP process write to each other: an order with the time until which it may be carried out,
and the answer to it. Pure; whoever carries the letters is a `Post`.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast

from telephony.carrier import CarrierError, Receipt, Refused, TryLater
from telephony.orders import LiveCallOrder, PlaceCall
from telephony.wire import call_event_from_json, ending_from_json, order_from_json, to_json

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An order for the SIP process. One that is found too late is not carried out."""

    id: str
    order: PlaceCall | LiveCallOrder
    until: datetime
    recording: Path | None = None
    agent_uri: str | None = None
    """Where the agent's own phone is, of an order to call it."""

    def to_json(self) -> Json:
        recording = str(self.recording) if self.recording is not None else None
        return {
            "id": self.id,
            "order": to_json(self.order),
            "until": self.until.isoformat(),
            "recording": recording,
            "agent_uri": self.agent_uri,
        }

    @classmethod
    def from_json(cls, data: Json) -> "Letter":
        return cls(
            id=data["id"],
            order=cast(PlaceCall | LiveCallOrder, order_from_json(data["order"])),
            until=datetime.fromisoformat(data["until"]),
            recording=Path(data["recording"]) if data.get("recording") else None,
            agent_uri=data.get("agent_uri"),
        )


def answer_to_json(answer: Receipt | CarrierError) -> Json:
    """A receipt, or why there is none."""
    match answer:
        case Receipt():
            news = [to_json(event) for event in answer.news]
            return {"receipt": {"carrier_call_id": answer.carrier_call_id, "news": news, "stored": answer.stored}}
        case Refused():
            return {"refused": to_json(answer.ending)}
        case TryLater():
            return {"try_later": answer.after_seconds, "we_are_behind": answer.we_are_behind}
        case _:
            raise TypeError("the SIP process is never uncertain: it made the call or did not")


def read_answer(data: Json) -> Receipt:
    """The receipt; raises the error that was sent instead of one."""
    if "refused" in data:
        raise Refused(ending_from_json(data["refused"]))
    if "try_later" in data:
        raise TryLater(float(data["try_later"]), we_are_behind=data["we_are_behind"])
    told = data["receipt"]
    news = tuple(call_event_from_json(event) for event in told["news"])
    return Receipt(carrier_call_id=told["carrier_call_id"], news=news, stored=told["stored"])


class Post(Protocol):
    """Carries letters to the SIP processes and answers back."""

    def there(self) -> frozenset[int]:
        """The numbers of those that take letters now; raises `CarrierError` where even that cannot be told."""

    def ask(self, process: int, letter: Letter, seconds: float) -> Json | None:
        """The answer to this letter; None where it was read and no answer came. Raises `TryLater` for one that nobody
        read within so many seconds: it is taken back."""
