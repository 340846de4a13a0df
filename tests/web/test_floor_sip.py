"""What managers are told of the SIP trunks."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.config import CarrierName
from dialer.sip import RedisPost
from telephony.sip.trunks import SipConfig, Trunk
from tests.support.browser import Browser
from tests.support.builders import a_user
from tests.support.shapes import shaped
from webui import create_app
from webui.shapes.setup import SipCard


def manager_at(app: Flask, conn: Connection) -> Browser:
    return Browser(app).log_in(a_user(conn, role="manager"))


def test_without_a_trunk_there_is_nothing_to_tell(manager: Browser, agent: Browser) -> None:
    assert manager.get("/api/floor/sip").status_code == 204
    assert agent.get("/api/floor/sip").status_code == 403


def test_processes_trunks_and_strangers_are_summed_up(services: Services, conn: Connection, redis_url: str) -> None:
    trunk = Trunk(name="far", server="192.0.2.7", channels=8)
    sip = SipConfig(trunks=(trunk, replace(trunk, name="other")), processes=3)
    settings = replace(services.settings, carrier=CarrierName.SIP, sip=sip, redis_url=redis_url)
    manager = manager_at(create_app(replace(services, settings=settings)), conn)
    post = RedisPost(redis_url, 3)
    well, rests = {"in_rotation": True, "calls": 1}, {"in_rotation": False, "calls": 0}
    counted = {"turned_away": 5, "refused_callers": 1, "refused_phones": 2}
    post.breathe(0, {"trunks": {"far": well, "other": well}, "is_unrecorded": False, **counted})
    post.breathe(2, {"trunks": {"far": well, "other": rests}, "is_unrecorded": True, **counted})
    told = shaped(SipCard, manager.get("/api/floor/sip").json)
    expected = {"processes": 3, "living": 2, "resting": ["other"], "is_unrecorded": True, "turned_away": 16}
    assert told == expected
    for number in (0, 2):
        post.leave(number)
    post.close()
