"""SIP trunks: their codes as endings."""
