"""A campaign's pace explained, and the simulator for a manager's own figures."""

from typing import Annotated

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from pydantic import Field

from dialer import pacing_view
from dialer.core.pacing import PaceMode
from dialer.pacing_view import Figures
from dialer.refusals import Refused
from webui.access import managers
from webui.bodies import Body, body
from webui.context import services
from webui.errors import refuse

views = Blueprint("pacing", __name__)


class FiguresBody(Body):
    """The answer rate is a share of all dials. `modes` names those to play, by default all."""

    agents: Annotated[int, Field(ge=1, le=100)]
    answer_rate: Annotated[float, Field(gt=0, le=0.9)]
    talk_seconds: Annotated[float, Field(ge=5, le=3600)]
    wrap_seconds: Annotated[float, Field(ge=0, le=3600)] = 0.0
    modes: tuple[PaceMode, ...] = tuple(PaceMode)


@views.get("/campaigns/<int:campaign_id>/pace")
@managers
def show(campaign_id: int) -> ResponseReturnValue:
    found = pacing_view.view(services(), campaign_id)
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(found)


@views.post("/campaigns/<int:campaign_id>/what-if")
@managers
def simulate(campaign_id: int) -> ResponseReturnValue:
    """Nothing is saved; the same figures get the same answer."""
    sent = body(FiguresBody)
    figures = Figures(**sent.model_dump(exclude={"modes"}))
    found = pacing_view.simulate(services(), campaign_id, figures, sent.modes)
    if isinstance(found, Refused):
        raise refuse(found)
    return jsonify(found)
