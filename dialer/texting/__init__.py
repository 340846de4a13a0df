"""Texts: sent when due and allowed, followed to their delivery, and answers heard, opt-outs before everything else."""

from dialer.texting.hear import apply, message_id_of
from dialer.texting.send import TEXTS_PER_LEAD_PER_DAY, send_by_hand, send_due
from dialer.texting.words import fields_of

__all__ = ["TEXTS_PER_LEAD_PER_DAY", "apply", "fields_of", "message_id_of", "send_by_hand", "send_due"]
