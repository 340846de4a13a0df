"""Lists of numbers in use: loaded as a whole or not at all, dated, obeyed by the judgement, and failing closed."""

import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, text

from dialer.bootstrap import Services
from dialer.core.compliance import CallRules, LineKind, ReasonCode, may_call
from dialer.refusals import Refused
from dialer.scrub import Loaded, load_changes, load_full, load_wireless, take_in_internal, take_in_reassigned, versions
from dialer.store.contacts import load_contacts
from dialer.store.scrub import registers
from tests.support.builders import a_campaign, a_lead, an_enrollment, phones_of

LISTED, FREE, ELSEWHERE = "+12175550101", "+12175550102", "+13125550101"


@pytest.fixture
def file(tmp_path: Path):
    """Writes a file to load."""

    def write(content: str, name: str = "list.txt") -> Path:
        path = tmp_path / name
        path.write_text(content)
        return path

    return write


def contact(services: Services, conn: Connection, e164: str, kind: str = "unknown"):
    lead = a_lead(conn, numbers=[e164], kind=kind)
    pair = (lead, phones_of(conn, lead)[0][0])
    return load_contacts(conn, [pair], services.clock.now())[pair]


def codes(services: Services, conn: Connection, e164: str):
    found = may_call(contact(services, conn, e164), CallRules(), services.clock.now())
    return found.codes & {
        ReasonCode.ON_DNC_LIST,
        ReasonCode.SCRUB_MISSING,
        ReasonCode.SCRUB_STALE,
        ReasonCode.SUPPRESSED,
    }


def load(services: Services, *files: Path, name: str = "national", **more) -> Loaded:
    made = load_full(services, None, list_name=name, files=files, **more)
    assert isinstance(made, Loaded), made
    return made


def test_a_number_on_the_registry_is_refused_and_its_neighbour_is_not(services, conn, file):
    load(services, file("217,5550101\n"))
    assert codes(services, conn, LISTED) == {ReasonCode.ON_DNC_LIST}
    assert codes(services, conn, FREE) == set()


def test_an_area_code_that_was_not_bought_counts_as_not_loaded(services, conn, file):
    load(services, file("217,5550101\n"))
    assert codes(services, conn, ELSEWHERE) == {ReasonCode.SCRUB_MISSING}
    load(services, file("217,5550103\n", "again.txt"), area_codes=[312])
    assert codes(services, conn, ELSEWHERE) == set()


@pytest.mark.parametrize(("days", "expected"), [(31, set()), (32, {ReasonCode.SCRUB_STALE})])
def test_a_registry_is_good_for_31_days_from_its_download(services, conn, clock, file, days, expected):
    load(services, file("217,5550101\n"), obtained_on=clock.now().date() - timedelta(days=days))
    assert codes(services, conn, FREE) == expected


def test_a_zip_file_stands_for_its_members(services, conn, tmp_path):
    path = tmp_path / "national.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("217.txt", "217,5550101\r\n")
        packed.writestr("312.txt", "3125550101\r\n")
    made = load(services, path)
    assert (made.numbers, made.area_codes) == (2, 2)
    assert codes(services, conn, LISTED) == codes(services, conn, ELSEWHERE) == {ReasonCode.ON_DNC_LIST}


def test_a_new_version_replaces_the_old_one_as_a_whole(services, conn, file):
    load(services, file("217,5550101\n"))
    load(services, file("217,5550102\n", "new.txt"))
    assert codes(services, conn, LISTED) == set()
    assert codes(services, conn, FREE) == {ReasonCode.ON_DNC_LIST}
    assert [version.list for version in versions(services)] == ["national"]


def test_whoever_reads_while_versions_are_swapped_sees_one_of_them_whole(services, file):
    """Each version lists one of two numbers: to see both, neither or no list at all would be a half-made swap."""
    texts = [file("217,5550101\n", "one.txt"), file("217,5550102\n", "other.txt")]
    load(services, texts[0])
    done, seen = Event(), Counter()

    def read() -> None:
        while not done.is_set():
            with services.db.transaction() as own:
                known = registers(own)
            listed = tuple(bool(known.suppressions(number)) for number in (LISTED, FREE))
            seen[listed, "national" in known.status(LISTED).loaded_on] += 1

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for turn in range(1, 6):
                load(services, texts[turn % 2])
        finally:
            done.set()
        for reader in readers:
            reader.result()
    assert set(seen) == {((True, False), True), ((False, True), True)}


def test_a_broken_file_changes_nothing(services, conn, file):
    load(services, file("217,5550101\n"))
    refused = load_full(services, None, list_name="national", files=[file("217,5550102\nnonsense\n", "bad.txt")])
    assert isinstance(refused, Refused)
    assert "Line 2" in refused.sentence
    assert codes(services, conn, LISTED) == {ReasonCode.ON_DNC_LIST}
    assert len(list((services.settings.data_dir / "scrub" / "national").iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "content", "more", "why"),
    [
        ("national", "", {}, "no number"),
        ("XX", "2175550101\n", {}, "two letters"),
        ("national", "2175550101\n", {"obtained_on": date(2030, 1, 1)}, "future"),
    ],
)
def test_what_cannot_be_a_list_is_refused(services, conn, file, name, content, more, why):
    refused = load_full(services, None, list_name=name, files=[file(content)], **more)
    assert isinstance(refused, Refused)
    assert why in refused.sentence
    assert versions(services) == []


def test_the_same_data_does_not_become_younger_by_loading_it_again(services, clock, file):
    load(services, file("217,5550101\n"))
    clock.advance(timedelta(days=20))
    refused = load_full(services, None, list_name="national", files=[file("217,5550101\n")])
    assert isinstance(refused, Refused)
    assert "needs a new download" in refused.sentence


def test_a_list_whose_files_are_gone_stops_every_call(services, conn, file):
    load(services, file("217,5550101\n"))
    (version,) = versions(services)
    (Path(version.folder) / "numbers.bits").unlink()
    assert codes(services, conn, FREE) == {ReasonCode.ON_DNC_LIST, ReasonCode.SCRUB_MISSING}


def test_bitmaps_of_versions_long_gone_are_removed(services, file):
    for last in range(4):
        load(services, file(f"217,555010{last}\n"))
    assert len(list((services.settings.data_dir / "scrub" / "national").iterdir())) == 2


def test_a_state_list_speaks_of_every_area_code(services, conn, file):
    load(services, file("217,5550101\n"), area_codes=[214])
    load(services, file("phone,county\n214-555-0101,Dallas\n", "tx.csv"), name="TX")
    assert codes(services, conn, "+12145550101") == {ReasonCode.ON_DNC_LIST}
    assert codes(services, conn, "+12145550102") == set()


def test_a_number_on_a_litigator_list_is_suppressed(services, conn, file):
    load(services, file("217,5550102\n"))
    load(services, file("2175550101\n", "litigators.txt"), name="litigator")
    assert codes(services, conn, LISTED) == {ReasonCode.SUPPRESSED}


def test_a_change_list_brings_the_version_in_use_up_to_date(services, conn, clock, file):
    start = clock.now().date()
    load(services, file("217,5550101\n217,5550103\n"))
    clock.advance(timedelta(days=7))
    changes = file(f"217,5550101,{start + timedelta(days=2)},D\n217,5550102,{start + timedelta(days=3)},A\n", "c.txt")
    made = load_changes(services, None, list_name="national", files=[changes], since=start)
    assert isinstance(made, Loaded)
    assert (made.numbers, made.obtained_on) == (2, clock.now().date())
    assert codes(services, conn, LISTED) == set()
    assert codes(services, conn, FREE) == {ReasonCode.ON_DNC_LIST}
    base = conn.execute(text("SELECT base_id FROM scrub_version WHERE retired_at IS NULL")).scalar()
    assert base == conn.execute(text("SELECT id FROM scrub_version WHERE retired_at IS NOT NULL")).scalar()


def test_a_change_list_of_a_broken_chain_is_refused(services, conn, clock, file):
    start = clock.now().date()
    none = load_changes(services, None, list_name="national", files=[file("x")], since=start)
    load(services, file("217,5550101\n"))
    gap = load_changes(services, None, list_name="national", files=[file("x", "c")], since=start - timedelta(days=1))
    wrong = file(f"217,5550102,{start},D\n", "w")
    contradicts = load_changes(services, None, list_name="national", files=[wrong], since=start)
    for refused in (none, gap, contradicts):
        assert isinstance(refused, Refused)
        assert "full list" in refused.sentence
    assert codes(services, conn, LISTED) == {ReasonCode.ON_DNC_LIST}


def test_wireless_blocks_and_ports_make_a_number_a_mobile(services, conn, file):
    made = load_wireless(
        services,
        None,
        blocks=[file("2175550\n", "blocks")],
        to_wireless=[file("3125550101\n", "to-wireless")],
        to_landline=[file("2175550102\n", "to-landline")],
    )
    assert isinstance(made, Loaded)
    assert made.numbers == 1000
    assert contact(services, conn, LISTED, kind="landline").kind is LineKind.MOBILE
    assert contact(services, conn, ELSEWHERE).kind is LineKind.MOBILE
    assert contact(services, conn, FREE, kind="landline").kind is LineKind.LANDLINE


def test_an_internal_list_suppresses_its_numbers_from_their_dates_on(services, conn, file):
    load(services, file("217,5550103\n"))
    table = file("phone,date,reason,source\n2175550101,2026-01-05,asked in a letter,mail\n", "internal.csv")
    for expected in (1, 0):
        taken = take_in_internal(services, None, table)
        assert not isinstance(taken, Refused)
        assert (taken.lines, taken.suppressed) == (1, expected)
    assert codes(services, conn, LISTED) == {ReasonCode.SUPPRESSED}
    row = conn.execute(text("SELECT reason, created_at FROM suppression")).one()
    assert (row.reason, row.created_at.date()) == ("asked in a letter; mail", date(2026, 1, 5))


def test_a_broken_internal_list_suppresses_nobody(services, conn, file):
    refused = take_in_internal(services, None, file("phone\n2175550101\n21755501\n"))
    assert isinstance(refused, Refused)
    assert conn.execute(text("SELECT count(*) FROM suppression")).scalar() == 0


def test_a_number_that_is_somebody_elses_now_is_suppressed_and_no_data_is_no_answer(services, conn, file):
    load(services, file("217,5550103\n"))
    answers = "phone,date,answer\n2175550101,20260101,yes\n2175550102,20260101,no data\n2175550104,20260101,no\n"
    taken = take_in_reassigned(services, None, file(answers, "answers.csv"))
    assert not isinstance(taken, Refused)
    assert (taken.lines, taken.suppressed) == (3, 1)
    assert codes(services, conn, LISTED) == {ReasonCode.SUPPRESSED}
    assert codes(services, conn, FREE) == set()
    assert conn.execute(text("SELECT count(*) FROM reassigned_answer")).scalar() == 3


def test_leads_held_for_want_of_a_list_are_judged_again_when_it_comes(services, conn, clock, file):
    held = '[{"code": "scrub_missing", "rule_id": "US-dnc", "sentence": "The list is not loaded."}]'
    other = '[{"code": "relisted", "rule_id": "lead", "sentence": "The property is listed again."}]'
    campaign = a_campaign(conn)
    places = {because: an_enrollment(conn, campaign, a_lead(conn), state="held") for because in (held, other)}
    for because, place in places.items():
        conn.execute(
            text("UPDATE enrollment SET refusals = CAST(:b AS jsonb) WHERE id = :id"), {"b": because, "id": place}
        )
    load(services, file("217,5550103\n"))
    due = (
        conn.execute(text("SELECT id FROM enrollment WHERE next_call_at <= :now"), {"now": clock.now()}).scalars().all()
    )
    assert due == [places[held]]
