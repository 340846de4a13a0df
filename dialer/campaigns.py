"""Setting up campaigns: make one, change one, and see beforehand what a change would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core.campaigns import CampaignSettings
from dialer.core.leads import LeadFilter
from dialer.core.sequences import steps_from_json
from dialer.enrolling import enroll_matching
from dialer.refusals import Refused, Why, conflict, invalid, missing
from dialer.sequence_changes import move_leads
from dialer.store import audit, campaigns, content, lead_filter
from dialer.store.accounts import Account
from dialer.store.campaigns import Campaign
from dialer.store.lead_filter import Found

STATUSES = ("running", "paused", "archived")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be changed; None leaves a thing as it is, 0 takes the sequence or script away."""

    name: str | None = None
    settings: CampaignSettings | None = None
    lead_filter: LeadFilter | None = None
    sequence_id: int | None = None
    script_id: int | None = None
    caller_ids: tuple[int, ...] | None = None

    def fields(self) -> dict[str, Any]:
        """The changed columns of the campaign's row."""
        chosen = {
            "name": self.name,
            "settings": self.settings,
            "lead_filter": self.lead_filter,
            "sequence_id": self.sequence_id,
            "script_id": self.script_id,
        }
        return {name: None if value == 0 else value for name, value in chosen.items() if value is not None}


def create(services: Services, by: Account, wanted: Changes) -> Campaign | Refused:
    """Makes a campaign and takes in the leads that its filter finds, where one is given."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        problems = _problems(conn, wanted)
        if not wanted.name:
            problems = (("name", "Give the campaign a name."), *problems)
        if problems:
            return Refused(Why.INVALID, problems)
        defaults = {"settings": CampaignSettings(), "lead_filter": LeadFilter()}
        campaign_id = campaigns.add(conn, now=now, **{**defaults, **wanted.fields()})
        if campaign_id is None:
            return invalid("name", "Another campaign has this name.")
        campaigns.show_numbers(conn, campaign_id, wanted.caller_ids or ())
        taken = enroll_matching(conn, campaign_id, wanted.lead_filter, now) if wanted.lead_filter else 0
        detail = {"name": wanted.name, "leads": taken}
        audit.record(conn, now, by.id, "campaign.created", "campaign", campaign_id, detail)
        return _known(conn, campaign_id)


def change(services: Services, by: Account, campaign_id: int, version: int, wanted: Changes) -> Campaign | Refused:
    """Changes a campaign that nobody has changed since `version`; a new filter takes its leads in at once."""
    now = services.clock.now()
    with services.db.transaction() as conn:
        before = campaigns.load(conn, campaign_id)
        if before is None:
            return missing("campaign")
        old_steps = content.steps_of_campaign(conn, campaign_id)
        problems = _problems(conn, wanted)
        if wanted.name and campaigns.name_taken(conn, wanted.name, campaign_id):
            problems = (*problems, ("name", "Another campaign has this name."))
        if problems:
            return Refused(Why.INVALID, problems)
        if not campaigns.save(conn, campaign_id, version, **wanted.fields()):
            return conflict("Somebody else has changed this campaign meanwhile. Look at it again, then repeat.")
        if wanted.caller_ids is not None:
            campaigns.show_numbers(conn, campaign_id, wanted.caller_ids)
        detail = _differences(before, wanted)
        if "sequence_id" in detail:
            new = steps_from_json(content.steps_of_campaign(conn, campaign_id))
            detail["leads_moved"] = move_leads(conn, steps_from_json(old_steps), new, [campaign_id])
        if wanted.lead_filter is not None:
            detail["leads"] = enroll_matching(conn, campaign_id, wanted.lead_filter, now)
        audit.record(conn, now, by.id, "campaign.changed", "campaign", campaign_id, detail)
        changed = _known(conn, campaign_id)
    services.waker.wake("engine")
    services.waker.wake("live")
    return changed


def set_status(services: Services, by: Account, campaign_id: int, status: str) -> Campaign | Refused:
    """Starts, pauses or archives a campaign; starting it again also lifts what the machine had stopped it for."""
    if status not in STATUSES:
        return invalid("status", f"Choose one of {', '.join(STATUSES)}.")
    now = services.clock.now()
    with services.db.transaction() as conn:
        before = campaigns.load(conn, campaign_id)
        if before is None:
            return missing("campaign")
        fields = {"status": status} | ({"halted_because": ""} if status == "running" else {})
        if not campaigns.save(conn, campaign_id, before.version, **fields):
            return conflict("Somebody else is changing this campaign just now. Try again.")
        detail = {"from": before.status, "to": status, "halted_because": before.halted_because}
        audit.record(conn, now, by.id, "campaign.status", "campaign", campaign_id, detail)
        changed = _known(conn, campaign_id)
    services.waker.wake("engine")
    services.waker.wake("live")
    return changed


def filter_count(services: Services, campaign_id: int | None, chosen: LeadFilter) -> Found | Refused:
    """How many leads a filter finds, and how many of them the campaign does not have yet."""
    if chosen.problems():
        return Refused(Why.INVALID, _under("lead_filter", chosen.problems()))
    with services.db.transaction() as conn:
        return lead_filter.count(conn, chosen, campaign_id, services.clock.now().date())


def check(conn: Connection, wanted: Changes) -> Refused | None:
    """Whether the changes could be saved."""
    problems = _problems(conn, wanted)
    return Refused(Why.INVALID, problems) if problems else None


def _problems(conn: Connection, wanted: Changes) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if wanted.name is not None and not wanted.name.strip():
        found.append(("name", "Give the campaign a name."))
    if wanted.settings is not None:
        found += _under("settings", wanted.settings.problems())
    if wanted.lead_filter is not None:
        found += _under("lead_filter", wanted.lead_filter.problems())
    if wanted.sequence_id and content.load_sequence(conn, wanted.sequence_id) is None:
        found.append(("sequence_id", "There is no such sequence."))
    if wanted.script_id and content.load_script(conn, wanted.script_id) is None:
        found.append(("script_id", "There is no such script."))
    return tuple(found)


def _under(name: str, problems: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{name}.{field}", sentence) for field, sentence in problems)


def _differences(before: Campaign, wanted: Changes) -> dict[str, Any]:
    """What changes, as {field: [old, new]}, with the settings one by one."""
    fields = wanted.fields()
    found: dict[str, Any] = {}
    for name in ("settings", "lead_filter"):
        if name in fields:
            found |= changed_fields(getattr(before, name).to_json(), fields[name].to_json())
    for name in ("name", "sequence_id", "script_id"):
        if name in fields and getattr(before, name) != fields[name]:
            found[name] = [getattr(before, name), fields[name]]
    return found


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [old.get(name), value] for name, value in new.items() if old.get(name) != value}


def _known(conn: Connection, campaign_id: int) -> Campaign:
    found = campaigns.load(conn, campaign_id)
    assert found is not None, "the row was written in this transaction"
    return found
