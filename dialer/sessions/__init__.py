"""What an agent does with a session: look before starting, start, command, and the work around it."""

from dialer.sessions.commands import COMMANDS, command
from dialer.sessions.preview import preview
from dialer.sessions.queue import queue_of
from dialer.sessions.start import start

__all__ = ["COMMANDS", "command", "preview", "queue_of", "start"]
