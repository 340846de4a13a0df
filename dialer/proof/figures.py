"""The totals of a period: what the law limits, for each campaign and for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LEAST_RING_MS = 15_000
"""16 CFR 310.4(b)(4)(ii): no unanswered call is dropped before 15 seconds or four rings."""


@dataclass(slots=True)
class Figures:
    """A campaign's totals in a period, or those of all campaigns."""

    dials: int = 0
    texts: int = 0
    answered: int = 0
    """Dials that a person answered; on doubt it was one."""
    abandoned: int = 0
    refused: int = 0
    """Abandoned people who refused further calls by the key that they were offered."""
    short: int = 0
    """Unanswered dials that we dropped before 15 seconds of ringing."""

    @property
    def share(self) -> str:
        return f"{self.abandoned / self.answered:.2%}" if self.answered else "none answered"

    def add(self, body: Mapping[str, Any]) -> None:
        if body["kind"] != "dial":
            self.texts += 1
            return
        self.dials += 1
        self.answered += bool(body["human"])
        self.abandoned += bool(body["abandoned"])
        self.refused += body.get("opted_out_at") is not None
        ring = body["ring_ms"]
        cut = body["hang_up_reason"] is not None and body["answered_at"] is None
        self.short += cut and ring is not None and ring < LEAST_RING_MS


def by_campaign(bodies: Iterable[Mapping[str, Any]]) -> dict[str, Figures]:
    """Each campaign's figures by its name, in the order of their names. Each dial counts once, with the last of its
    results; every state of a text counts."""
    texts, dials = [], {}
    for body in bodies:
        if body["kind"] == "dial":
            dials[body["attempt_id"]] = body
        else:
            texts.append(body)
    found: dict[str, Figures] = {}
    for body in (*dials.values(), *texts):
        found.setdefault(_name(body), Figures()).add(body)
    return dict(sorted(found.items()))


def total(bodies: Iterable[Mapping[str, Any]]) -> Figures:
    figures = Figures()
    for each in by_campaign(bodies).values():
        for name in Figures.__slots__:
            setattr(figures, name, getattr(figures, name) + getattr(each, name))
    return figures


def _name(body: Mapping[str, Any]) -> str:
    """Two campaigns may have one name, so the number belongs to it."""
    number = body.get("campaign_id")
    return f"{body.get('campaign') or 'No campaign'}" + ("" if number is None else f" ({number})")
