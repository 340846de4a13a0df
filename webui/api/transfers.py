"""To whom people on the line can be handed over."""

from typing import Annotated

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import transfer_contacts
from dialer.core.roles import Role
from dialer.refusals import Refused
from dialer.sessions.preview import shown
from dialer.store import snapshot, transfers
from dialer.store.transfers import Contact
from webui.access import managers
from webui.bodies import Body, body
from webui.context import me, services
from webui.errors import not_found, refuse
from webui.shapes.work import TransferColleague, TransferContact, TransferTargets

views = Blueprint("transfers", __name__)


class NewContact(Body):
    name: Annotated[str, Field(max_length=80)]
    about: Annotated[str, Field(max_length=120)] = ""
    number: Annotated[str, Field(max_length=40)]


@views.get("/sessions/<int:session_id>/transfer-targets")
def targets(session_id: int) -> ResponseReturnValue:
    """Colleagues with a session in the campaign, whoever is free first, and the office's saved numbers."""
    with services().db.transaction() as conn:
        agent_id = snapshot.agent_of(conn, session_id)
        if agent_id is None or not (agent_id == me().id or me().role.may_act_as(Role.MANAGER)):
            raise not_found("session")
        found, saved = transfers.colleagues(conn, session_id), transfers.contacts(conn)
    there = [TransferColleague(session_id=c.session_id, name=c.name, state=c.state, free=c.free) for c in found]
    return jsonify(TransferTargets(colleagues=there, contacts=[_card(each) for each in saved]))


@views.get("/transfer-contacts")
@managers
def list_all() -> ResponseReturnValue:
    with services().db.transaction() as conn:
        return jsonify([_card(each) for each in transfers.contacts(conn)])


@views.post("/transfer-contacts")
@managers
def save() -> ResponseReturnValue:
    sent = body(NewContact)
    made = transfer_contacts.save(services(), me(), name=sent.name, about=sent.about, number=sent.number)
    if isinstance(made, Refused):
        raise refuse(made)
    return jsonify(id=made), 201


@views.delete("/transfer-contacts/<int:contact_id>")
@managers
def remove(contact_id: int) -> ResponseReturnValue:
    refused = transfer_contacts.remove(services(), me(), contact_id)
    if refused is not None:
        raise refuse(refused)
    return Response(status=204)


def _card(contact: Contact) -> TransferContact:
    return TransferContact(id=contact.id, name=contact.name, about=contact.about, number=shown(contact.e164))
