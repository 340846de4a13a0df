"""The floor on a television: no log-in, no keyboard, no names; the token in the address is the only key."""

from flask import Blueprint, Flask, Response, make_response, render_template
from flask_limiter import Limiter

from dialer import screens
from dialer.core.metrics import DEFINITIONS
from webui.context import services

PATH = "/tv/"

PER_ADDRESS = "120 per minute"
"""Several screens of one office ask from one address, each every two seconds."""


def register(app: Flask, limiter: Limiter) -> None:
    views = Blueprint("wall", __name__)
    views.get(f"{PATH}<token>")(show)
    limiter.limit(PER_ADDRESS)(views)
    app.register_blueprint(views)


def show(token: str) -> Response:
    """The whole page; its script asks again and takes the new numbers out of the answer."""
    with services().db.transaction() as conn:
        screen = screens.by_token(conn, token)
        wall = screens.wall(services(), conn) if screen else None
    settings = services().settings
    page = render_template(
        "wall.html",
        wall=wall,
        brokerage=settings.brokerage_name,
        practice=settings.practice_any_hour,
        meanings=DEFINITIONS,
    )
    response = make_response(page, 200 if wall else 404)
    response.headers["Cache-Control"] = "no-store"
    # The address is the key; it must not travel on with a click.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
