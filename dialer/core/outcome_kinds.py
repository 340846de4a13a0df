"""The names of everything that can come of an attempt."""

from telephony.words import Word


class OutcomeKind(Word):
    """What came of an attempt: first what an agent says, then what the line says by itself."""

    contact = "contact", "The wanted person was reached."
    callback = "callback", "A call-back was promised."
    appointment = "appointment", "An appointment was set."
    not_interested = "not_interested", "The wanted person is not interested."
    wrong_number = "wrong_number", "The number belongs to somebody else."
    bad_number = "bad_number", "The number is out of service."
    dnc_number = "dnc_number", "Asked not to be called on this number."
    dnc_lead = "dnc_lead", "Asked not to be contacted at all."
    voicemail = "voicemail", "A machine answered, says the agent."
    false_human = "false_human", "Taken for a person by mistake; it was a machine."
    shown_as_spam = "shown_as_spam", "Our number is shown as spam there."
    no_contact_next_number = "no_contact_next_number", "Not the wanted person; another number comes next."
    no_contact_next_lead = "no_contact_next_lead", "Not the wanted person; leave this lead for now."

    no_answer = "no_answer", "Nobody answered."
    hung_up = "hung_up", "Answered, and hung up before an agent had the call."
    busy = "busy", "The line was busy."
    machine = "machine", "A machine answered."
    message_left = "message_left", "A machine answered and our message was left."
    dead_number = "dead_number", "The number does not exist any more."
    unreachable = "unreachable", "The number could not be reached."
    congestion = "congestion", "The network had no room."
    blocked = "blocked", "The carrier blocks calls to this number."
    unwanted = "unwanted", "The person marked our call as unwanted."
    abandoned = "abandoned", "A person answered and no agent was there in two seconds."
    cancelled = "cancelled", "Taken back before anybody answered."
    skipped = "skipped", "The agent skipped this line."
    incomplete = "incomplete", "An agent had the call and gave no result."
    our_side = "our_side", "Our own line, account or server failed."
    unclassified = "unclassified", "It failed for a reason not known yet."
