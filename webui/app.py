"""Puts the web application together."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from dialer.bootstrap import Services
from dialer.config import CarrierName
from telephony.twilio.account import HOOKS
from webui import api, errors, guide, headers, hooks, live, opt_out, pages, prints, wall
from webui.context import EXTENSION
from webui.health import health
from webui.plain import plain

LONGEST_LOGIN = timedelta(hours=14)
"""A long working day; a cookie that is used is renewed."""

LARGEST_UPLOAD = 100 * 1024 * 1024
"""Bytes; 50,000 leads with 60 columns take about 30 MB."""


class Json(DefaultJSONProvider):
    """Writes the product's values in the one agreed form."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return super().dumps(plain(obj), **kwargs)


def create_app(services: Services) -> Flask:
    app = Flask("webui", static_folder="static", static_url_path="/static")
    https = services.settings.public_url.startswith("https:")
    app.config.update(
        SECRET_KEY=services.settings.secret_key,
        SESSION_COOKIE_NAME="relist",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        PERMANENT_SESSION_LIFETIME=LONGEST_LOGIN,
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        # The token lives as long as the log-in it belongs to: a calling session outlasts any shorter limit.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_HEADERS=["X-CSRF-Token"],
        RATELIMIT_STORAGE_URI="memory://",
    )
    app.json = Json(app)
    app.extensions[EXTENSION] = services
    if https:
        # We speak no TLS ourselves, so there is exactly one proxy before us; else nobody's forwarding is believed.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    csrf = CSRFProtect(app)
    limiter = Limiter(get_remote_address, app=app)
    errors.register(app)
    headers.register(app, https=https, voice=services.settings.carrier is CarrierName.TWILIO)
    app.register_blueprint(health)
    app.register_blueprint(api.blueprint())
    opt_out.register(app, csrf, limiter)
    app.register_blueprint(guide.views)
    wall.register(app, limiter)
    prints.register(app)
    pages.register(app, limiter)
    live.attach(app, services)
    _put_in_front(app, hooks_app(services))
    return app


def hooks_app(services: Services) -> Flask:
    """The carriers' webhooks alone. They carry no cookie and no token of ours and are checked by their signature, so
    that log-ins, forgery tokens, limits and sockets would only keep a person who says hello waiting."""
    app = Flask("webui.hooks", static_folder=None)
    app.config.update(SECRET_KEY=services.settings.secret_key, MAX_CONTENT_LENGTH=hooks.LONGEST_BODY)
    app.json = Json(app)
    app.extensions[EXTENSION] = services
    errors.register(app)
    headers.register(app, https=services.settings.public_url.startswith("https:"), voice=False)
    hooks.register(app, services)
    return app


def _put_in_front(app: Flask, webhooks: Flask) -> None:
    """Sends webhooks past everything that the pages need."""
    pages = app.wsgi_app

    def choose(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_hook = environ.get("PATH_INFO", "").startswith(f"{HOOKS}/")
        return (webhooks if is_hook else pages)(environ, start_response)

    app.wsgi_app = choose  # type: ignore[method-assign]  # Flask's documented way to wrap an application
