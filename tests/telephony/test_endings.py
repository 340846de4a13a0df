"""Carriers' codes as endings: one row per real case."""

import pytest

from telephony.endings import USUAL, EndingKind, Fault, Retry, ending
from telephony.sip.endings import ending_from_sip
from telephony.twilio.endings import ERROR_CODES, ending_from_error, ending_from_twilio, text_ending_from_twilio

K = EndingKind


def q850(cause):
    return {"Reason": f'Q.850;cause={cause};text="as it happens"'}


@pytest.mark.parametrize(
    ("code", "phrase", "headers", "kind"),
    [
        (200, "OK", {}, K.completed),
        (486, "Busy Here", {}, K.busy),
        (600, "Busy Everywhere", {}, K.busy),
        (480, "Temporarily Unavailable", {}, K.no_answer),
        (480, "Temporarily Unavailable", q850(17), K.busy),
        (480, "Temporarily Unavailable", q850(20), K.unreachable),
        (503, "Service Unavailable", q850(1), K.invalid_number),
        (500, "Server Internal Error", q850(127), K.congestion),
        (487, "Request Terminated", q850(16), K.cancelled),
        (404, "Not Found", {}, K.invalid_number),
        (604, "Does Not Exist Anywhere", {}, K.invalid_number),
        (410, "Gone", {}, K.invalid_number),
        (408, "Request Timeout", {}, K.unreachable),
        (488, "Not Acceptable Here", {}, K.media_failed),
        (503, "Service Unavailable", {}, K.congestion),
        (503, "Trunk CPS limit exceeded", {}, K.our_limit),
        (500, "Concurrent Call Limit Exceeded", {}, K.our_limit),
        (403, "Forbidden", {}, K.rejected),
        (403, "User channel limit exceeded D1", {}, K.our_limit),
        (403, "Caller Origination Number is Invalid D35", {}, K.our_settings),
        (401, "Unauthorized", {}, K.our_settings),
        (603, "Decline", {}, K.rejected),
        (603, "Decline", {"X-Twilio-Error": "32203 blocked"}, K.blocked_by_carrier),
        (603, "Network Blocked", {}, K.analytics_blocked),
        (603, "Decline", {"reason": 'SIP;cause=603;text="v=analytics1;url=https://a.example"'}, K.analytics_blocked),
        (607, "Unwanted", {}, K.unwanted),
        (607, "Unwanted", q850(21), K.unwanted),
        (608, "Rejected", q850(21), K.analytics_blocked),
        (499, "Something new", {}, K.failed_unclassified),
        (499, "Something new", {"REASON": "q.850; cause = 22"}, K.invalid_number),
        (486, "Busy Here", {"Reason": "Q.850;cause=999"}, K.busy),
    ],
)
def test_a_sip_response_tells_why_the_call_is_over(code, phrase, headers, kind):
    said = ending_from_sip(code, phrase, headers)
    assert said.kind is kind
    assert str(code) in said.sentence


@pytest.mark.parametrize(
    ("status", "error_code", "sip_code", "kind"),
    [
        ("completed", None, 200, K.completed),
        ("busy", None, 486, K.busy),
        ("no-answer", None, None, K.no_answer),
        ("canceled", None, 487, K.cancelled),
        ("failed", None, 404, K.invalid_number),
        ("failed", None, 503, K.congestion),
        ("failed", 21211, None, K.invalid_number),
        ("failed", 22005, None, K.our_limit),
        ("failed", 32203, 603, K.blocked_by_carrier),
        ("failed", None, None, K.failed_unclassified),
        ("failed", 99999, 486, K.failed_unclassified),
    ],
)
def test_a_twilio_call_status_tells_why_the_call_is_over(status, error_code, sip_code, kind):
    assert ending_from_twilio(status, error_code, sip_code).kind is kind


@pytest.mark.parametrize(
    ("status", "error_code", "kind", "retry"),
    [
        ("undelivered", 30006, K.not_textable, Retry.never),
        ("undelivered", 30003, K.unreachable, Retry.again),
        ("undelivered", 30007, K.filtered, Retry.after_fix),
        ("failed", 21610, K.opted_out, Retry.never),
        ("failed", 30034, K.our_settings, Retry.after_fix),
        ("delivered", None, K.completed, Retry.again),
        ("failed", None, K.failed_unclassified, Retry.again),
    ],
)
def test_a_twilio_message_status_tells_what_became_of_a_text(status, error_code, kind, retry):
    said = text_ending_from_twilio(status, error_code)
    assert (said.kind, said.retry) == (kind, retry)


T31 = {
    K.our_settings: (20003, 21210, 21215, 21219, 21606, 21608, 30034, 30610),
    K.our_limit: (10004, 16021, 20429, 22005),
    K.line_lost: (11200, 11205, 12100, 12200, 20500, 21262, 31205),
    K.wrong_state: (13240, 16025, 20404, 21220),
    K.invalid_number: (13224, 21211, 21217, 30005),
    K.unreachable: (21214, 30003, 30008),
    K.blocked_by_carrier: (21216, 30640, 32203),
    K.opted_out: (21610,),
    K.not_textable: (21612, 21614, 30006),
    K.filtered: (30004, 30007, 30450),
}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in T31.items() for code in codes])
def test_every_code_of_twilios_that_concerns_us_has_its_ending_and_says_what_to_do(kind, code):
    said = ending_from_error(code)
    assert said.kind is kind
    assert said.sentence == f"{kind.sentence} (Twilio {code}) {said.advice}"
    assert said.advice.endswith(".")


def test_every_code_of_the_table_is_judged_above():
    assert ERROR_CODES.keys() - {10001} == {code for codes in T31.values() for code in codes}


def test_an_unknown_code_is_kept_for_whoever_investigates():
    assert "99999" in ending_from_twilio("failed", 99999).sentence
    assert 99999 not in ERROR_CODES


def test_every_kind_has_its_usual_fault_and_advice():
    assert set(USUAL) == set(EndingKind)


@pytest.mark.parametrize(
    ("kind", "fault", "retry"),
    [
        (K.invalid_number, Fault.far_end, Retry.never),
        (K.unwanted, Fault.far_end, Retry.never),
        (K.our_limit, Fault.us, Retry.soon),
        (K.analytics_blocked, Fault.us, Retry.after_fix),
        (K.no_answer, Fault.nobody, Retry.again),
        (K.congestion, Fault.carrier, Retry.soon),
    ],
)
def test_whose_fault_it_was_and_what_to_do(kind, fault, retry):
    said = ending(kind)
    assert (said.fault, said.retry) == (fault, retry)
