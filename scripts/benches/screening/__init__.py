"""How well answered calls are told from machines, beside Asterisk's app_amd on the same audio."""
