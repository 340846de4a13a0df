"""The SIP library. Imported from here, so that its import is done right in one place.

Its types are made while warnings about how they are made are silenced: where warnings are errors, such a type would be
half made, and the first use of it would end the process.
"""

import ctypes
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import pjsua2 as pj

__all__ = ["pj", "silenced"]


@contextmanager
def silenced() -> Iterator[None]:
    """Keeps the library off our standard output, where it writes until it knows where its log goes."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        # What C has buffered goes the same way.
        ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
