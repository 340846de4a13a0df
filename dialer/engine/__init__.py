"""The engine: one process that paces, claims and dispatches, by whatever changed and at least once a second."""
