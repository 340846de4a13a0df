"""Twilio: its codes as endings."""
