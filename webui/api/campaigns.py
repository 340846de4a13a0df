"""Campaigns: choosing one to work in, and setting them up."""

from typing import Any, NamedTuple, TypeVar

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from dialer import campaigns
from dialer.campaigns import Changes
from dialer.core.campaigns import CampaignSettings
from dialer.core.leads import LeadFilter
from dialer.core.roles import may_work
from dialer.previews import preview_campaign
from dialer.refusals import Refused
from dialer.stopping import stop_all
from dialer.store import campaigns as rows
from dialer.store.campaigns import Campaign
from webui.access import managers
from webui.bodies import Body, body, query, value_of
from webui.context import me, services
from webui.errors import RefusedRequest, not_found, refuse
from webui.exports import exported
from webui.shapes.setup import CampaignPage

views = Blueprint("campaigns", __name__)

V = TypeVar("V")


class CampaignBody(Body):
    """`settings` and `lead_filter` hold only what is to be changed; 0 takes the sequence or script away."""

    name: str | None = None
    settings: dict[str, Any] | None = None
    lead_filter: dict[str, Any] | None = None
    sequence_id: int | None = None
    script_id: int | None = None
    caller_ids: tuple[int, ...] | None = None


class ChangedCampaign(CampaignBody):
    version: int


class PreviewedCampaign(CampaignBody):
    version: int | None = None


class StatusBody(Body):
    status: str


class FilterQuery(Body):
    lead_filter: str | None = None


def page(campaign: Campaign) -> CampaignPage:
    return CampaignPage(
        id=campaign.id,
        version=campaign.version,
        name=campaign.name,
        status=campaign.status,
        settings=campaign.settings.to_json(),
        lead_filter=campaign.lead_filter.to_json(),
        sequence_id=campaign.sequence_id,
        script_id=campaign.script_id,
        caller_ids=list(campaign.caller_ids),
        counts=campaign.counts,
        leaves_messages=campaign.leaves_messages,
    )


@views.get("/campaigns")
def list_mine() -> ResponseReturnValue:
    """Those that whoever asks may work in; managers see all."""
    account = me()
    with services().db.transaction() as conn:
        found = rows.everything(conn)
    return jsonify([page(c) for c in found if may_work(account.role, account.id, c.settings.agents)])


class Line(NamedTuple):
    """One campaign in the file of all, with its leads by where they stand."""

    name: str
    status: str
    mode: str
    lines_per_agent: float
    ready: int
    waiting: int
    claimed: int
    held: int
    stopped: int


@views.get("/campaigns.csv")
@managers
def export() -> Response:
    """Every export is in the log."""
    with services().db.transaction() as conn:
        found = rows.everything(conn)
        lines = [Line(c.name, c.status, c.settings.mode, c.settings.lines_per_agent, **c.counts) for c in found]
        return exported(conn, "campaign", Line._fields, lines, Body())


@views.post("/campaigns")
@managers
def create() -> ResponseReturnValue:
    sent = body(CampaignBody)
    made = campaigns.create(services(), me(), _changes(sent, CampaignSettings(), LeadFilter()))
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify(page(made)), 201


@views.get("/campaigns/<int:campaign_id>")
def show(campaign_id: int) -> ResponseReturnValue:
    return jsonify(page(_mine(campaign_id)))


@views.patch("/campaigns/<int:campaign_id>")
@managers
def change(campaign_id: int) -> ResponseReturnValue:
    sent = body(ChangedCampaign)
    before = _mine(campaign_id)
    wanted = _changes(sent, before.settings, before.lead_filter)
    changed = campaigns.change(services(), me(), campaign_id, sent.version, wanted)
    if isinstance(changed, Refused):
        raise refuse(changed)
    return jsonify(page(changed))


@views.post("/campaigns/<int:campaign_id>/preview-change")
@managers
def preview_change(campaign_id: int) -> ResponseReturnValue:
    """What a change would do to leads already under way; nothing is saved."""
    sent = body(PreviewedCampaign)
    before = _mine(campaign_id)
    found = preview_campaign(services(), before, _changes(sent, before.settings, before.lead_filter))
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(found)


@views.post("/campaigns/<int:campaign_id>/status")
@managers
def set_status(campaign_id: int) -> ResponseReturnValue:
    changed = campaigns.set_status(services(), me(), campaign_id, body(StatusBody).status)
    if isinstance(changed, Refused):
        raise refuse(changed)
    return jsonify(page(changed))


@views.post("/campaigns/stop")
@managers
def stop() -> ResponseReturnValue:
    """The kill switch."""
    return jsonify(stop_all(services(), me().id))


@views.get("/campaigns/<int:campaign_id>/filter-count")
@managers
def filter_count(campaign_id: int) -> ResponseReturnValue:
    """How many leads the stored filter finds, or the one given as JSON in `lead_filter`."""
    asked = query(FilterQuery).lead_filter
    chosen = _mine(campaign_id).lead_filter
    if asked is not None:
        chosen = value_of(LeadFilter, asked, "lead_filter")
    found = campaigns.filter_count(services(), campaign_id, chosen)
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(leads=found.leads, fresh=found.fresh)


def _mine(campaign_id: int) -> Campaign:
    """The campaign, if whoever asks may work in it."""
    account = me()
    with services().db.transaction() as conn:
        found = rows.load(conn, campaign_id)
    if found is None or not may_work(account.role, account.id, found.settings.agents):
        raise not_found("campaign")
    return found


def _changes(sent: CampaignBody, settings: CampaignSettings, lead_filter: LeadFilter) -> Changes:
    """The sent parts laid over what is there now."""
    unknown = set(sent.settings or {}) - settings.to_json().keys()
    if unknown:
        raise RefusedRequest(
            422, "Some fields need correcting.", [(f"settings.{name}", "There is no such setting.") for name in unknown]
        )
    return Changes(
        name=sent.name,
        settings=_over(CampaignSettings, settings.to_json(), sent.settings, "settings"),
        lead_filter=_over(LeadFilter, lead_filter.to_json(), sent.lead_filter, "lead_filter"),
        sequence_id=sent.sequence_id,
        script_id=sent.script_id,
        caller_ids=sent.caller_ids,
    )


def _over(kind: type[V], before: dict[str, Any], sent: dict[str, Any] | None, name: str) -> V | None:
    return None if sent is None else value_of(kind, {**before, **sent}, name)
