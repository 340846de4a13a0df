"""Settings, stores and the supervisor, with real processes."""
