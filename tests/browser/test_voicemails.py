"""A manager records the message that agents leave on answering machines, in the browser."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from telephony.practice.voices import conversation
from tests.browser.floor import Floor
from tests.browser.visitor import Visits


def test_a_message_is_recorded_heard_again_kept_and_taken_away(visits: Visits, floor: Floor) -> None:
    work = floor.work([floor.far_ends.nobody()], voicemail_consent="Only to owners who asked for it.")
    page = visits.by(floor.user("manager"))
    page.goto(f"/campaigns/{work.campaign_id}")
    card = page.get_by_role("region", name="Recorded messages")
    expect(card.get_by_text("Only to owners who asked for it.")).to_be_visible()
    card.get_by_role("button", name="Record", exact=True).click()
    expect(card.get_by_role("button", name=re.compile("^Stop recording 0:(0[3-9]|[1-5][0-9])$"))).to_be_visible()
    card.get_by_role("button", name="Stop recording").click()
    _keep(page, "Introduction")
    expect(card.get_by_text("Every attempt")).to_be_visible()
    ((seconds,),) = floor.ask("SELECT seconds FROM voicemail WHERE campaign_id = :id", id=work.campaign_id)
    assert 2.5 < seconds < 60
    card.get_by_role("button", name="Take away the message every attempt").click()
    expect(card.get_by_text("None yet.")).to_be_visible()


def test_a_file_is_chosen_and_one_without_sound_is_explained(visits: Visits, floor: Floor, tmp_path: Path) -> None:
    work = floor.work([floor.far_ends.nobody()])
    page = visits.by(floor.user("manager"))
    page.goto(f"/campaigns/{work.campaign_id}")
    card = page.get_by_role("region", name="Recorded messages")
    expect(card.get_by_text("Off: state your policy on consent above")).to_be_visible()
    chosen = card.get_by_label("Sound file")
    (wrong := tmp_path / "letter.mp3").write_text("Dear owner")
    chosen.set_input_files(wrong)
    expect(card.get_by_role("alert")).to_contain_text("no sound that this browser can read")
    (right := tmp_path / "message.wav").write_bytes(conversation("hello", 6.0, 2))
    chosen.set_input_files(right)
    _keep(page, "Second try")
    expect(card.get_by_text("Second try")).to_be_visible()
    found = floor.ask("SELECT seconds, jsonb_array_length(peaks) FROM voicemail v WHERE label = 'Second try'")
    assert found == [(6.0, 1)], "it was made one channel, which every carrier plays"


def _keep(page: Page, label: str) -> None:
    page.get_by_label("What it says, in short").fill(label)
    page.get_by_role("button", name="Keep this message").click()
