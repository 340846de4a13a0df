"""The JSON that travels between server and console, in one place; the console's types are generated from it.

Moments are ISO 8601 in UTC ("2026-11-20T15:04:05.123Z"), dates "2026-11-20", money whole cents, durations seconds
unless the name says otherwise. A field that may be unknown is `| None`, never missing.
"""
