"""The SIP library. Imported from here, so that its import is done right in one place.

Its types are made while warnings about how they are made are silenced: where warnings are errors, such a type would be
half made, and the first use of it would end the process.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import pjsua2 as pj

__all__ = ["pj"]
