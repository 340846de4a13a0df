"""Texts: sent when due and allowed, followed to their delivery, and answers heard, opt-outs before everything else."""

from dialer.texting.hear import apply, message_id_of
from dialer.texting.send import send_by_hand, send_due
from dialer.texting.words import fields_of

__all__ = ["apply", "fields_of", "message_id_of", "send_by_hand", "send_due"]
