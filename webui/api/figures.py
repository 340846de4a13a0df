"""A campaign's figures over a period, the calls behind each, and all of them as a file."""

from collections.abc import Callable
from typing import Annotated, Literal

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import reports
from dialer.core.campaign_figures import AGES, LATER, OLDER, SPEEDS, Counts, Heading, Held
from dialer.core.leadfile.sources import Source
from dialer.reports import Figures
from dialer.store import accounts, audit, content, line_results
from dialer.store import campaigns as rows
from dialer.store.campaigns import Campaign
from dialer.store.line_results import Results
from dialer.store.session import Connection
from webui.access import managers
from webui.bodies import Body, query
from webui.context import me, services
from webui.csv_files import csv_file, table_file
from webui.errors import not_found
from webui.plain import plain
from webui.shapes.figures import CampaignReport, FiguresRow, FunnelStep

views = Blueprint("figures", __name__)

COUNTS = tuple(Counts.__slots__)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Order = Callable[[str], tuple[int | str, ...]]

_SPEED_LABELS = {
    f"{wait}/{held}": f"First call {wait}, {words}"
    for wait in (*(name for name, _ in SPEEDS), LATER)
    for held, words in ((Held.US, "the hours were open"), (Held.HOURS, "as soon as the hours opened"))
}
"""In the order in which they are shown."""

AGE_ORDER = [*(name for name, _ in AGES), OLDER]


class Period(Body):
    days: Annotated[int, Field(ge=1, le=366)] = 30


class Behind(Period):
    heading: Heading
    group: str = ""
    what: Literal["dials", "humans", "contacts", "conversations", "appointments"] = "dials"


@views.get("/campaigns/<int:campaign_id>/figures")
@managers
def show(campaign_id: int) -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify(_report(conn, _campaign(conn, campaign_id), query(Period).days))


@views.get("/campaigns/<int:campaign_id>/line-results")
@managers
def results(campaign_id: int) -> ResponseReturnValue:
    """How the lines fare over the last 1, 5, 15 and 60 minutes."""
    with services().db.transaction() as conn:
        _campaign(conn, campaign_id)
        return jsonify(line_results.of_campaign(conn, campaign_id, services().clock.now()))


@views.get("/campaigns/<int:campaign_id>/line-results.csv")
@managers
def export_results(campaign_id: int) -> Response:
    """The same as a file; every export is in the log."""
    with services().db.transaction() as conn:
        _campaign(conn, campaign_id)
        found = line_results.of_campaign(conn, campaign_id, services().clock.now())
        audit.record(conn, services().clock.now(), me().id, "lines.exported", "campaign", campaign_id, {})
    return table_file("lines.csv", tuple(Results.__slots__), found)


@views.get("/campaigns/<int:campaign_id>/figures/calls")
@managers
def calls(campaign_id: int) -> ResponseReturnValue:
    asked = query(Behind)
    with services().db.transaction() as conn:
        _campaign(conn, campaign_id)
        now = services().clock.now()
        found = reports.calls_behind(conn, campaign_id, asked.days, asked.heading, asked.group, now, asked.what)
    return jsonify(found)


@views.get("/campaigns/<int:campaign_id>/figures.csv")
@managers
def export(campaign_id: int) -> Response:
    """All groups in one table, and the leads of each step of the funnel; every export is in the log."""
    with services().db.transaction() as conn:
        report = _report(conn, _campaign(conn, campaign_id), query(Period).days)
        detail = {"days": report["days"]}
        audit.record(conn, services().clock.now(), me().id, "figures.exported", "campaign", campaign_id, detail)
    lines = ((heading, row) for heading in Heading for row in _rows_of(report, heading))
    cells = [[heading.value, row["label"], *(dict(row)[name] for name in COUNTS), ""] for heading, row in lines]
    cells += [["funnel", step["label"], *("" for _ in COUNTS), step["leads"]] for step in report["funnel"]]
    return csv_file("figures.csv", ("by", "group", *COUNTS, "leads"), cells)


def _rows_of(report: CampaignReport, heading: Heading) -> list[FiguresRow]:
    rows: list[FiguresRow] = dict(report)[heading.value]  # type: ignore[assignment]  # the shape's words are headings
    return rows


def _campaign(conn: Connection, campaign_id: int) -> Campaign:
    found = rows.load(conn, campaign_id)
    if found is None:
        raise not_found("campaign")
    return found


def _report(conn: Connection, campaign: Campaign, days: int) -> CampaignReport:
    found = reports.figures(conn, campaign.id, days, services().clock.now())
    steps = content.steps_of_campaign(conn, campaign.id)
    touches = {str(place): f"{place}. {step.get('label') or 'Call'}" for place, step in enumerate(steps, 1)}
    agents = {str(account.id): account.name for account in accounts.everyone(conn)}
    sources = {source.value: source.sentence for source in Source}
    return CampaignReport(
        campaign_id=campaign.id,
        name=campaign.name,
        days=found.days,
        first=plain(found.first),
        last=plain(found.last),
        total=_row("", "All calls", found.total),
        hour=_rows(found, Heading.HOUR, {key: _hour(key) for key in found.groups[Heading.HOUR]}, _hour_order),
        touch=_rows(found, Heading.TOUCH, touches, lambda key: (int(key),)),
        age=_rows(found, Heading.AGE, {}, lambda key: (AGE_ORDER.index(key),)),
        source=_rows(found, Heading.SOURCE, {"": "Entered by hand", **sources}, lambda key: (key,)),
        agent=_rows(found, Heading.AGENT, {"": "Nobody", **agents}, lambda key: (key,)),
        speed=_rows(found, Heading.SPEED, _SPEED_LABELS, lambda key: (list(_SPEED_LABELS).index(key),)),
        funnel=[FunnelStep(reached=step.reached, label=step.label, leads=step.leads) for step in found.funnel],
    )


def _rows(found: Figures, heading: Heading, labels: dict[str, str], order: Order) -> list[FiguresRow]:
    groups = found.groups[heading]
    return [_row(key, labels.get(key, key), groups[key]) for key in sorted(groups, key=order)]


def _row(key: str, label: str, counts: Counts) -> FiguresRow:
    return FiguresRow(
        key=key,
        label=label,
        dials=counts.dials,
        answered=counts.answered,
        humans=counts.humans,
        abandoned=counts.abandoned,
        contacts=counts.contacts,
        conversations=counts.conversations,
        appointments=counts.appointments,
        contact_seconds=counts.contact_seconds,
    )


def _hour(key: str) -> str:
    day, hour = _hour_order(key)
    return f"{DAYS[day]}, {hour}:00 to {hour + 1}:00"


def _hour_order(key: str) -> tuple[int, int]:
    day, hour = key.split("-")
    return int(day), int(hour)
