"""What can keep the supervisor from doing its work; every message says what to do next."""


class SupervisorError(Exception):
    """Relist cannot be started or kept running here."""


class StoreError(SupervisorError):
    """An embedded PostgreSQL or Valkey cannot be started."""


class AlreadyRunning(SupervisorError):
    """Another Relist works on the same data folder."""
