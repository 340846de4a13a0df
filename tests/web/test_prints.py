"""Letters and door hangers for the printer: in their words, addressed, in the order of the way, and done in one go."""

import re
from typing import Any

from sqlalchemy import Connection, text

from dialer.core.compliance import Scope, Why
from dialer.store import audit
from dialer.store.suppressions import Wish, suppress
from tests.support.browser import Browser
from tests.support.builders import NOW, a_caller_id, a_campaign, a_lead, a_template, a_touch, an_enrollment
from tests.support.shapes import shaped
from webui.shapes.leads import EmailWords


def a_paper(conn: Connection, campaign: int, name: str, street: str, channel: str = "letter", **lead: Any) -> int:
    place = an_enrollment(conn, campaign, a_lead(conn, name=name, street=street, **lead))
    return a_touch(conn, place, channel=channel)


def sheets(browser: Browser, what: str) -> list[str]:
    page = browser.get(f"/print/{what}")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    found = re.findall(r'<article class="sheet[^>]*>(.*?)</article>', page.text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def test_letters_are_printed_to_where_their_owners_get_mail_and_marked_together(
    manager: Browser, client: Browser, conn: Connection
) -> None:
    a_caller_id(conn, e164="+12175550199")
    a_template(conn, kind="letter", body="Dear {full_name}, about {street}. Call {agent_phone}. {agent_name}")
    campaign = a_campaign(conn)
    mail = {"street": "PO Box 7", "city": "Chicago", "state": "IL", "zip": "60601"}
    away = a_paper(conn, campaign, "Ann <Away>", "1 Elm St", mailing=mail)
    home = a_paper(conn, campaign, "Bo Home", "2 Elm St")
    nowhere = a_paper(conn, campaign, "Cy Nowhere", "3 Elm St")
    conn.execute(text("UPDATE lead SET street = '' WHERE name = 'Cy Nowhere'"))
    never = a_paper(conn, campaign, "Di Never", "4 Elm St", numbers=["+13125550151"])
    suppress(conn, Wish(Why.STOP, "text", e164="+13125550151"), Scope.NUMBER, NOW)
    found = sheets(manager, "letters")
    assert len(found) == 2
    told = " ".join(found)
    assert "Ann &lt;Away&gt; PO Box 7 Chicago, IL 60601" in told
    assert "Bo Home 2 Elm St Springfield, IL 62701" in told
    assert "Dear Bo Home, about 2 Elm St. Call (217) 555-0199. " in told
    left = manager.get("/print/letters").text.partition("Not among them")[2]
    assert "Cy Nowhere</a>: No address is known" in left
    assert "Di Never</a>: " in left
    assert [each.detail for each in audit.page(conn, None) if each.action == "letters.printed"][-1] == {
        "printed": 2,
        "left": 2,
    }
    done = manager.post("/api/touches/done", {"touch_ids": [away, home, nowhere, never]})
    assert done.json == {"done": 2, "left": 2}
    open_ones = conn.execute(text("SELECT id FROM touch WHERE state = 'planned' ORDER BY id")).scalars()
    assert list(open_ones) == [nowhere, never]
    assert "There is nothing to print" in manager.get("/print/letters").text
    assert client.get("/print/letters").status_code == 302


def test_door_hangers_come_house_by_house_along_the_streets(manager: Browser, conn: Connection) -> None:
    a_caller_id(conn)
    a_template(conn, kind="door_hanger", body="Sorry I missed you at {street}!")
    campaign = a_campaign(conn)
    for street in ("10 Elm St", "9 Oak St", "2 Elm St"):
        a_paper(conn, campaign, "Pat Example", street, "door_hanger")
    assert [each.rpartition(" at ")[2] for each in sheets(manager, "door-hangers")] == [
        "2 Elm St!",
        "10 Elm St!",
        "9 Oak St!",
    ]
    way = re.findall(r'<th scope="row">(.*?)</th>', manager.get("/print/door-hangers").text)
    assert way == [f"{street}, Springfield, IL 62701" for street in ("2 Elm St", "10 Elm St", "9 Oak St")]
    assert sheets(manager, "letters") == []


def test_a_letter_without_its_template_or_a_number_of_ours_says_so(manager: Browser, conn: Connection) -> None:
    campaign = a_campaign(conn)
    place = an_enrollment(conn, campaign, a_lead(conn, street="1 Elm St"))
    a_touch(conn, place, channel="letter", detail={"template": "Spring letter"})
    assert "The template Spring letter does not exist any more" in manager.get("/print/letters").text
    a_template(conn, kind="letter", body="Dear {last_name}")
    conn.execute(text("UPDATE touch SET detail = '{}'"))
    assert "No caller ID is set up" in manager.get("/print/letters").text
    a_caller_id(conn)
    conn.execute(text("DELETE FROM person"))
    assert "Nothing is known for last_name" in manager.get("/print/letters").text


def test_an_email_to_send_by_hand_is_shown_in_its_words_or_why_it_must_not_be_sent(
    manager: Browser, agent: Browser, conn: Connection
) -> None:
    a_caller_id(conn, e164="+12175550199")
    a_template(conn, kind="email", subject="About {street}", body="Dear {full_name}, call {agent_phone}.")
    campaign = a_campaign(conn)
    to_send = a_paper(conn, campaign, "Bo & Co", "2 Elm St", channel="email")
    unknown = a_paper(conn, campaign, "Cy Unknown", "3 Elm St", channel="email")
    letter = a_paper(conn, campaign, "Di Letter", "4 Elm St")
    conn.execute(
        text("INSERT INTO email (lead_id, address) SELECT id, 'bo@example.com' FROM lead WHERE name = 'Bo & Co'")
    )
    found = shaped(EmailWords, manager.get(f"/api/touches/{to_send}/email").json)
    assert found == {
        "to": "bo@example.com",
        "subject": "About 2 Elm St",
        "body": "Dear Bo & Co, call (217) 555-0199.",
        "why": "",
    }
    nobody = shaped(EmailWords, manager.get(f"/api/touches/{unknown}/email").json)
    assert (nobody["body"], "No e-mail address is known" in nobody["why"]) == ("", True)
    assert manager.get(f"/api/touches/{letter}/email").status_code == 404
    conn.execute(text("UPDATE lead SET street = '' WHERE name = 'Bo & Co'"))
    assert "street" in shaped(EmailWords, manager.get(f"/api/touches/{to_send}/email").json)["why"]
    assert manager.post(f"/api/touches/{to_send}/done").status_code == 200
    assert manager.get(f"/api/touches/{to_send}/email").status_code == 404
