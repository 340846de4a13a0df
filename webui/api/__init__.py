"""The REST API, one blueprint per noun. Every view needs a log-in; what else it needs stands above it."""

from flask import Blueprint

from webui.access import require_login
from webui.api import (
    advice,
    attachments,
    attempts,
    audit,
    caller_ids,
    callers,
    calls,
    campaigns,
    dispositions,
    duplicates,
    figures,
    floor,
    imports,
    lead_lists,
    leads,
    me,
    pacing,
    phone,
    recordings,
    screens,
    scripts,
    sequences,
    sessions,
    suppressions,
    tasks,
    templates,
    transfers,
    users,
    voicemails,
)

NOUNS = (
    advice,
    attachments,
    attempts,
    audit,
    caller_ids,
    callers,
    calls,
    campaigns,
    dispositions,
    duplicates,
    figures,
    floor,
    imports,
    lead_lists,
    leads,
    me,
    pacing,
    phone,
    recordings,
    screens,
    scripts,
    sequences,
    sessions,
    suppressions,
    tasks,
    templates,
    transfers,
    users,
    voicemails,
)


def blueprint() -> Blueprint:
    """A fresh one per application, since a blueprint cannot be changed once an application has it."""
    api = Blueprint("api", __name__, url_prefix="/api")
    api.before_request(require_login)
    for noun in NOUNS:
        api.register_blueprint(noun.views)
    return api
