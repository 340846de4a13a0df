"""What a reply means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.rules.carriers import HELP_WORDS, OPT_IN_WORDS, OPT_OUT_WORDS
from dialer.core.texts import ReplyKind, classify_reply

STOPPING = {ReplyKind.STOP, ReplyKind.OPT_OUT_PHRASE}


@pytest.mark.parametrize("word", OPT_OUT_WORDS)
@pytest.mark.parametrize("form", ["{}", " {}! ", "{}.", "“{}”", "\n{}\n", "* {} *"])
def test_an_opt_out_word_stops_in_any_dress(word, form):
    assert classify_reply(form.format(word)) is ReplyKind.STOP
    assert classify_reply(form.format(word.lower())) is ReplyKind.STOP


@pytest.mark.parametrize("text", ["S T O P", "St-op", "STOP\u200b", "Arrêt", "opt_out", "Stop 🛑"])
def test_spaces_marks_and_accents_do_not_hide_a_stop(text):
    assert classify_reply(text) is ReplyKind.STOP


@pytest.mark.parametrize("word", OPT_IN_WORDS)
def test_an_opt_in_word_starts_again(word):
    assert classify_reply(f"{word.title()}!") is ReplyKind.START


@pytest.mark.parametrize("word", HELP_WORDS)
def test_a_help_word_asks_who_is_writing(word):
    assert classify_reply(f" {word.lower()}?") is ReplyKind.HELP


@pytest.mark.parametrize(
    "text",
    [
        "please stop calling",
        "Please stop.",
        "stop texting me",
        "STOP. We already sold it",
        "Not interested, stop",
        "Don't ever call me again",
        "don’t text this number",
        "Do not contact",
        "do not call me or my wife",
        "quit calling my house",
        "Stop with all the calls",
        "quit sending me these messages",
        "No more texts!!",
        "take me off your list",
        "Take my number off of your calling list please",
        "remove me from your database",
        "Remove my number",
        "lose this number",
        "delete my info",
        "I want to opt out",
        "unsubscribe please",
        "put me on your do not call list",
        "I never consented to this",
        "leave me alone",
        "Leave us alone, thanks",
        "go away",
        "I don't want to be contacted",
        "we do not wish to receive these",
        "I don't want any calls",
        "You are going to get it, I will report you",
        "cease and desist",
        "No me llame más",
    ],
)
def test_an_opt_out_in_the_owners_own_words_counts(text):
    assert classify_reply(text) in STOPPING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "Who is this?",
        "Yes, call me tomorrow at 5",
        "yes please",
        "Not interested",
        "Don't call before 5pm",
        "Can you stop by tomorrow?",
        "Stop by on Saturday",
        "We cancelled the listing last week",
        "How did you get my info",
        "In the end we decided to wait",
        "Call me, I need help with the house",
        "I'd like to start over with a new agent",
        "The house is off the market",
        "We are removing the carpet",
        "What would you list it for?",
        "I'll be home after six",
    ],
)
def test_an_answer_is_not_taken_for_an_opt_out(text):
    assert classify_reply(text) is ReplyKind.OTHER


@given(st.text(max_size=300))
def test_any_text_has_a_kind(text):
    assert classify_reply(text) in ReplyKind


@given(st.sampled_from(OPT_OUT_WORDS), st.text(" .,!?-_*\n\t", max_size=8), st.text(" .,!?-_*\n\t", max_size=8))
def test_punctuation_around_a_stop_never_hides_it(word, before, after):
    assert classify_reply(before + word + after) is ReplyKind.STOP
