"""What gunicorn serves."""

from flask import Flask

from dialer.bootstrap import build_services
from dialer.config import environment, load_settings
from webui.app import create_app
from webui.live import start


def make() -> Flask:
    """The application with its publisher running; called in the worker, after gunicorn has forked."""
    services = build_services(load_settings(environment()))
    app = create_app(services)
    start(app)
    return app
