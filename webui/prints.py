"""Pages for the printer: the letters that are due, and door hangers with the way from house to house."""

from flask import Blueprint, Flask, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialer import paper, tasks
from dialer.core.metrics import business_day
from dialer.store import audit
from webui.access import current_account
from webui.api.tasks import DueQuery, due
from webui.bodies import query
from webui.context import services

CHANNELS = {"letters": "letter", "door-hangers": "door_hanger"}


def register(app: Flask) -> None:
    views = Blueprint("prints", __name__)
    views.get("/print/<any(letters, 'door-hangers'):what>")(show)
    app.register_blueprint(views)


def show(what: str) -> Response:
    """What whoever is logged in sees under Tasks, a page each; every print is in the log."""
    g.account = current_account()
    if g.account is None:
        return redirect(url_for("pages.login_page", next=request.full_path))
    asked, now = query(DueQuery), services().clock.now()
    with services().db.transaction() as conn:
        found = [task for task in due(conn, asked) if task.channel == CHANNELS[what]]
        cards = tasks.cards(conn, services().settings, found, now)
        sheets, left = paper.written(services(), conn, g.account, cards, now)
        detail = {"printed": len(sheets), "left": len(left)}
        audit.record(conn, now, g.account.id, f"{what}.printed", "touch", "", detail)
    today = business_day(now)
    page = render_template(
        "prints.html",
        walk=what == "door-hangers",
        sheets=sheets,
        left=left,
        brokerage=services().settings.brokerage_name,
        day=f"{today:%B} {today.day}, {today.year}",
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
