"""`python -m pacing` beside `scripts/bench pacing`."""

from .command import main

raise SystemExit(main())
