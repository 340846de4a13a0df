"""The SIP benchmark: the whole path, sound in conferences, the way from an answer to the agent's ear, and leaks."""
