"""Answers for machines: does the process live, and can it do its work."""

from flask import Blueprint, Response, jsonify

from dialer.health import readiness
from webui.context import services

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    return jsonify(ok=True)


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    checks = readiness(services())
    is_ready = all(checks.values())
    return jsonify(ready=is_ready, checks=checks), 200 if is_ready else 503
