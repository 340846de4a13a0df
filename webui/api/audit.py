"""The log of what people changed."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from dialer.store import audit
from webui.access import managers
from webui.bodies import Body, query
from webui.context import services

views = Blueprint("audit", __name__)

PAGE = 100


class Where(Body):
    cursor: int | None = None


@views.get("/audit")
@managers
def show() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        entries = audit.page(conn, query(Where).cursor, PAGE + 1)
    rows = [entry._asdict() for entry in entries[:PAGE]]
    more = str(rows[-1]["id"]) if len(entries) > PAGE else None
    return jsonify(rows=rows, next_cursor=more, total=None)
