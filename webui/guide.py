"""The user guide, from the files that the repository shows too; the console draws them."""

from pathlib import Path

from flask import Blueprint, redirect, send_from_directory, url_for
from werkzeug.wrappers import Response

from webui.access import current_account

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide"

views = Blueprint("guide", __name__)


@views.get("/guide/<path:name>")
def show(name: str) -> Response:
    if current_account() is None:
        return redirect(url_for("pages.login_page", next="/help"))
    return send_from_directory(GUIDE, name)
