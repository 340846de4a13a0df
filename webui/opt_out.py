"""The page behind the opt-out link of an e-mail: for people without a log-in, and for their mail programs.

Opening the link changes nothing, because mail scanners open links too; the button, or a mail program's one-click
request (RFC 8058), does. The token in the address is the only key, so the usual page token is not asked for.
"""

from flask import Blueprint, Flask, Response, make_response, render_template
from flask_limiter import Limiter
from flask_wtf import CSRFProtect

from dialer import opt_outs
from dialer.refusals import Refused
from webui.context import services

PER_ADDRESS = "30 per minute"


def register(app: Flask, csrf: CSRFProtect, limiter: Limiter) -> None:
    views = Blueprint("opt_out", __name__)
    views.get(f"{opt_outs.PATH}<token>")(ask)
    views.post(f"{opt_outs.PATH}<token>")(heed)
    limiter.limit(PER_ADDRESS)(views)
    csrf.exempt(views)
    app.register_blueprint(views)


def ask(token: str) -> Response:
    """The question, with its button."""
    known = opt_outs.lead_of(services(), token) is not None
    return _page("ask", 200) if known else _page("unknown", 404)


def heed(token: str) -> Response:
    """The wish is in force when this answers; the same one again changes nothing."""
    if isinstance(opt_outs.by_link(services(), token), Refused):
        return _page("unknown", 404)
    return _page("done", 200)


def _page(state: str, status: int) -> Response:
    response = make_response(
        render_template("opt_out.html", state=state, brokerage=services().settings.brokerage_name), status
    )
    response.headers["Cache-Control"] = "no-store"
    # The address is the key; it must not travel on with a click.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
