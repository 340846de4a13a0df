"""What a change would do to leads already under way, said before it is saved."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialer.bootstrap import Services
from dialer.campaigns import Changes, changed_fields, check
from dialer.core.campaigns import CampaignSettings
from dialer.core.sequences import Step, place_after_edit, steps_from_json
from dialer.refusals import Refused, missing
from dialer.sequence_changes import read_steps
from dialer.store import campaigns, content, lead_filter, reach
from dialer.store.campaigns import Campaign
from dialer.store.session import Connection


@dataclass(frozen=True, slots=True)
class Preview:
    """`examples` name single leads: {lead_id, name, before, after}."""

    sentences: list[str] = field(default_factory=list)
    leads_affected: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence: how many leads it touches, and what happens to them."""

    leads: int
    sentence: str


def preview_campaign(services: Services, before: Campaign, wanted: Changes) -> Preview | Refused:
    """Every consequence of the changes, the ones for most leads first."""
    with services.db.transaction() as conn:
        refused = check(conn, wanted)
        if refused:
            return refused
        effects = [*_settings_effects(conn, before, wanted.settings)]
        if wanted.lead_filter is not None:
            found = lead_filter.count(conn, wanted.lead_filter, before.id, services.clock.now().date())
            effects.append(Effect(found.fresh, f"{_leads(found.fresh)} come in. None that is in already leaves."))
        moved = Preview()
        if wanted.sequence_id and wanted.sequence_id != before.sequence_id:
            old = steps_from_json(content.steps_of_campaign(conn, before.id))
            chosen = content.load_sequence(conn, wanted.sequence_id)
            new = steps_from_json(chosen.steps) if chosen else ()
            moved = _moves(conn, old, new, reach.at_steps(conn, campaign_ids=[before.id]), [before.id])
    effects.sort(key=lambda effect: -effect.leads)
    sentences = [effect.sentence for effect in effects] + moved.sentences
    return Preview(
        sentences or ["Nothing changes for leads under way."],
        max([moved.leads_affected, *(effect.leads for effect in effects)], default=0),
        moved.examples,
    )


def preview_sequence(services: Services, sequence_id: int, steps: Sequence[Mapping[str, Any]]) -> Preview | Refused:
    """Where the leads under way would stand with these steps."""
    new = read_steps(steps)
    if isinstance(new, Refused):
        return new
    with services.db.transaction() as conn:
        before = content.load_sequence(conn, sequence_id)
        if before is None:
            return missing("sequence")
        ids = campaigns.using_sequence(conn, sequence_id)
        old = steps_from_json(before.steps)
        moved = _moves(conn, old, new, reach.at_steps(conn, campaign_ids=ids), ids)
    if not moved.sentences:
        return Preview(["No lead under way changes its place. What is planned already keeps its date."])
    return moved


def _moves(
    conn: Connection, old: Sequence[Step], new: Sequence[Step], at: Mapping[int, int], campaign_ids: Sequence[int]
) -> Preview:
    """Leads by the step they stand at, where that is another one than before."""
    sentences: list[str] = []
    moved: list[int] = []
    affected = 0
    for position, count in at.items():
        after = place_after_edit(old, new, position)
        here, there = _name(old, position), _name(new, after)
        if here == there:
            continue
        end = "are finished with the sequence" if after >= len(new) else f"go to “{there}”"
        sentences.append(f"{_leads(count)} at “{here}” {end}.")
        affected += count
        moved.append(position)
    examples = [
        {
            "lead_id": lead_id,
            "name": name,
            "before": _name(old, position),
            "after": _name(new, place_after_edit(old, new, position)),
        }
        for lead_id, name, position in reach.examples_at(conn, campaign_ids, moved)
    ]
    return Preview(sentences, affected, examples)


def _name(steps: Sequence[Step], position: int) -> str:
    return steps[position].label if position < len(steps) else "the end"


Sentence = Callable[[Any, Any], str]

# Settings whose change only needs saying.
_SAID: Mapping[str, Sentence] = {
    "mode": lambda old, new: f"Sessions go from {old} to {new} dialing with their next line.",
    "lines_per_agent": lambda old, new: f"Running sessions go from {old:g} to {new:g} lines per agent at once.",
    "ring_policy": lambda old, new: "Sibling lines follow the new ring policy from the next answer on.",
    "ring_seconds": lambda old, new: f"Lines that go out from now on ring for {new} s instead of {old} s.",
    "target_abandoned": lambda old, new: f"The target for abandoned calls goes from {old:.1%} to {new:.1%}.",
    "screening": lambda old, new: "Machine detection acts the new way from the next call on.",
    "wrap_up_seconds": lambda old, new: f"Wrap-up lasts {new} s instead of {old} s, from the next call on.",
}

_HOURS = frozenset({"open_minute", "close_minute", "weekdays"})


def _settings_effects(conn: Connection, before: Campaign, new: CampaignSettings | None) -> Iterator[Effect]:
    if new is None:
        return
    changed = changed_fields(before.settings.to_json(), new.to_json())
    for name, (old_value, new_value) in changed.items():
        if name in _SAID:
            yield Effect(0, _SAID[name](old_value, new_value))
    if _HOURS & changed.keys():
        ready = before.counts.get("ready", 0)
        yield Effect(ready, f"{_leads(ready)} that are ready follow the new hours, each in its own zone.")
    if "per_lead_total" in changed:
        over = reach.tried_at_least(conn, before.id, new.per_lead_total)
        yield Effect(over, f"{_leads(over)} have had {new.per_lead_total} attempts or more and are not called again.")
    if "per_number_total" in changed:
        over = reach.numbers_tried_at_least(conn, before.id, new.per_number_total)
        yield Effect(over, f"{_leads(over)} stand at a number that was tried {new.per_number_total} times or more.")
    if "agents" in changed and new.agents:
        open_now = reach.sessions_of_others(conn, before.id, new.agents)
        yield Effect(0, f"{open_now} running sessions of other agents go on to their end.")


def _leads(count: int) -> str:
    return "1 lead" if count == 1 else f"{count:,} leads"
