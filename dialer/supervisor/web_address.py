"""Where the web process listens, seen from this machine."""

import http.client
import socket
import time

from dialer.config import Settings

ANSWER_SECONDS = 2
PORT_LOOKS = 15
PORT_LOOK_SECONDS = 0.2


def port_is_free(settings: Settings) -> bool:
    """Whether a web process could listen where the settings say."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the web server does: connections that are still closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return False
    return True


def port_comes_free(settings: Settings) -> bool:
    """Whether a web process can listen, at once or after an orphan of a killed supervisor has let go."""
    for _ in range(PORT_LOOKS):
        if port_is_free(settings):
            return True
        time.sleep(PORT_LOOK_SECONDS)
    return False


def is_ready(settings: Settings) -> bool:
    """Whether the web process says that everything works."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - looks for it
    # Unlike urllib this ignores any proxy of the environment, which cannot reach us.
    connection = http.client.HTTPConnection(host, settings.port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
