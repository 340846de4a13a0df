"""Pages outside the API: log-in, log-out, and the console's one page at every other address."""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, redirect, render_template, request, send_from_directory, url_for
from flask import session as cookie
from flask_limiter import Limiter
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from dialer.accounts import authenticate, log_out
from webui import preloads
from webui.access import begin_login, current_account
from webui.context import services

CONSOLE = Path(__file__).parent / "console" / "dist"

PER_ADDRESS = "30 per 5 minutes"
PER_ACCOUNT = "6 per 5 minutes"
"""Failed log-ins, counted for the address they come from and for the account they try."""


def register(app: Flask, limiter: Limiter) -> None:
    def failed(response: Response) -> bool:
        return response.status_code != 302

    limited = limiter.limit(PER_ADDRESS, deduct_when=failed)(login)
    limited = limiter.limit(PER_ACCOUNT, key_func=_tried_account, deduct_when=failed)(limited)
    pages = Blueprint("pages", __name__)
    pages.post("/login", endpoint="login")(limited)
    pages.get("/login", endpoint="login_page")(login_page)
    pages.post("/logout")(logout)
    pages.get("/assets/<path:name>")(asset)
    pages.get("/", defaults={"path": ""})(console)
    pages.get("/<path:path>")(console)
    app.register_blueprint(pages)


def login_page() -> str | AnyResponse:
    return redirect(_wanted()) if current_account() else _login_form()


def login() -> str | AnyResponse | tuple[str, int]:
    account = authenticate(services(), request.form.get("email", ""), request.form.get("password", ""))
    if account is None:
        return _login_form(error="That e-mail address and password do not go together."), 401
    begin_login(account)
    return redirect(_wanted())


def logout() -> AnyResponse:
    account = current_account()
    if account is not None:
        log_out(services(), account)
    cookie.clear()
    return redirect(url_for("pages.login_page"))


def asset(name: str) -> Response:
    """Built files carry a hash of their content in their names, so browsers may keep them for ever."""
    response = send_from_directory(CONSOLE / "assets", name, max_age=31536000)
    if request.accept_encodings["gzip"] and name.endswith((".js", ".css")) and response.status_code == 200:
        response.close()
        response = Response(_zipped(name), mimetype=response.mimetype)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@lru_cache(maxsize=256)
def _zipped(name: str) -> bytes:
    """Kept in memory: a console is 200 KB in some fifty files, and a name never changes its content."""
    return gzip.compress((CONSOLE / "assets" / name).read_bytes(), 9, mtime=0)


def console(path: str) -> AnyResponse | tuple[str, int]:
    """Every address of the console gives the same page, whose script reads the address."""
    if path.startswith(("api/", "socket.io")):
        raise NotFound("There is nothing at this address.")
    account = current_account()
    if account is None:
        return redirect(url_for("pages.login_page", next=f"/{path}" if path else None))
    if not (CONSOLE / "index.html").exists():
        return render_template("not_built.html"), 503
    response = send_from_directory(CONSOLE, "index.html")
    response.headers["Cache-Control"] = "no-store"
    if links := preloads.header(CONSOLE, path, account.role):
        response.headers["Link"] = links
    return response


def _login_form(error: str = "") -> str:
    brokerage = services().settings.brokerage_name
    return render_template("login.html", error=error, email=request.form.get("email", ""), brokerage=brokerage)


def _wanted() -> str:
    """Where to go after the log-in: a path of ours only, as "//elsewhere" and "/\\elsewhere" name other hosts."""
    path = request.args.get("next", "")
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if ours else "/"


def _tried_account() -> str:
    return request.form.get("email", "").strip().lower()
