"""The web process: pages, the REST API, and the live socket."""

from webui.app import create_app

__all__ = ["create_app"]
