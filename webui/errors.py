"""Refusals and failures as RFC 9457 problem details, the one shape that the console reads."""

from collections.abc import Iterable

from flask import Flask, Response, jsonify, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from dialer.logs import get_log
from dialer.refusals import Refused, Why
from dialer.store.session import found_no_room
from webui.shapes.setup import Problem

log = get_log(__name__)

STATUS = {Why.INVALID: 422, Why.MISSING: 404, Why.CONFLICT: 409, Why.FORBIDDEN: 403}


class RefusedRequest(Exception):
    """Ends a view with a problem; `errors` are (field, sentence)."""

    def __init__(self, status: int, detail: str, errors: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)


def refuse(refused: Refused) -> RefusedRequest:
    """The exception to raise for a use case's no."""
    named = tuple(problem for problem in refused.problems if problem[0])
    return RefusedRequest(STATUS[refused.why], refused.sentence, named)


def not_found(what: str) -> RefusedRequest:
    return RefusedRequest(404, f"There is no such {what}, or it is not yours to see.")


TITLES = {
    400: "This request cannot be read",
    401: "Log in first",
    403: "You may not do this",
    404: "Not found",
    405: "This address does not take that kind of request",
    409: "Something stands in the way",
    413: "This is too large",
    415: "Send JSON",
    422: "Something needs correcting",
    429: "Too many tries",
    500: "Something went wrong here",
    503: "Not ready yet",
    507: "The server’s disk is full",
}


def problem(status: int, detail: str, errors: Iterable[tuple[str, str]] = ()) -> Response:
    body = Problem(
        type="about:blank",
        title=TITLES.get(status, "The request was refused"),
        status=status,
        detail=detail,
        errors=[{"field": field, "sentence": sentence} for field, sentence in errors],
    )
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def register(app: Flask) -> None:
    app.register_error_handler(RefusedRequest, lambda error: problem(error.status, error.detail, error.errors))
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(RateLimitExceeded, _too_often)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failure)


def _stale_page(error: CSRFError) -> Response:
    return problem(403, "This page is out of date: load it again, then repeat what you did.")


def _too_often(error: RateLimitExceeded) -> Response:
    return problem(429, "Wait a minute, then try again.")


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return problem(error.code, error.description or "")


def _failure(error: Exception) -> Response:
    # The edge of the web process: whatever nobody expected ends here, logged with its cause, told without it.
    log.exception("request_failed", method=request.method, endpoint=request.endpoint)
    if found_no_room(error):
        return problem(507, "Nothing was stored. Make room on the disk of the data folder, then do it again.")
    return problem(500, "The failure was logged. Try again; if it stays, tell who runs this machine.")
