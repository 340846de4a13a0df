"""What the printed ledger adds up and explains."""

from dialer.core.rules import standard_rules
from dialer.proof.figures import by_campaign, total
from dialer.proof.legend import Legend

RULES = {rule.id: rule for rule in standard_rules().rules}


def dial(attempt: int, **more):
    usual = {
        "kind": "dial",
        "attempt_id": attempt,
        "campaign": "Expireds",
        "campaign_id": 1,
        "human": False,
        "abandoned": False,
        "ring_ms": 20_000,
        "hang_up_reason": None,
        "answered_at": None,
    }
    return {**usual, **more}


def test_each_campaign_has_its_own_share_even_where_two_have_one_name():
    rows = [
        dial(1, human=True, abandoned=True, answered_at="t"),
        *(dial(n, human=True, answered_at="t") for n in range(2, 5)),
        dial(5, campaign_id=2, human=True, answered_at="t"),
        dial(6, campaign_id=3, campaign="Fresh"),
        {"kind": "text", "campaign": "Fresh", "campaign_id": 3},
        {"kind": "text", "campaign": "", "campaign_id": None},
    ]
    found = by_campaign(rows)
    assert {name: (each.dials, each.share, each.texts) for name, each in found.items()} == {
        "Expireds (1)": (4, "25.00%", 0),
        "Expireds (2)": (1, "0.00%", 0),
        "Fresh (3)": (1, "none answered", 1),
        "No campaign": (0, "none answered", 1),
    }
    assert list(found) == sorted(found)
    everything = total(rows)
    assert (everything.dials, everything.share, everything.texts) == (6, "20.00%", 2)


def test_a_corrected_dial_counts_once_with_its_last_result():
    rows = [dial(1, human=True, abandoned=True, answered_at="t"), dial(1, answered_at="t")]
    assert total(rows).share == "none answered"
    assert total(rows).dials == 1


def test_a_ring_is_short_below_fifteen_seconds_if_we_dropped_it():
    cut = {"hang_up_reason": "skipped"}
    rows = [
        dial(1, ring_ms=14_999, **cut),
        dial(2, ring_ms=15_000, **cut),
        dial(3, ring_ms=3_000),
        dial(4, ring_ms=3_000, answered_at="t", **cut),
        dial(5, ring_ms=None, **cut),
    ]
    assert total(rows).short == 1


def test_a_refusal_by_key_is_counted():
    assert total([dial(1, human=True, abandoned=True, answered_at="t", opted_out_at="t"), dial(2)]).refused == 1


def test_equal_sets_share_a_mark_and_every_mark_is_explained():
    legend = Legend(RULES)
    lists = ["national:4:2026-11-01:abc"]
    one, two = {"rule_ids": ["US-hours"], "scrubs": lists}, {"rule_ids": ["US-hours", "FL-cap"], "scrubs": lists}
    assert [legend.mark(body) for body in (one, two, one, {"kind": "text"})] == ["A1", "B1", "A1", ""]
    assert dict(legend.sets()) == {
        "A": "US-hours",
        "B": "US-hours FL-cap",
        "1": "national list, version 4, obtained 2026-11-01, its SHA-256 begins with abc",
    }
    explained = dict(legend.rules())
    assert set(explained) == {"US-hours", "FL-cap"}
    assert RULES["FL-cap"].citation in explained["FL-cap"]


def test_a_rule_that_was_withdrawn_since_is_named_all_the_same():
    legend = Legend(RULES)
    legend.mark({"rule_ids": ["XX-gone"]})
    assert dict(legend.rules()) == {"XX-gone": "No longer among the rules in force."}
