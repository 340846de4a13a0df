"""`python -m scripts.benches.month`, which `scripts/bench month` calls."""

from .command import main

raise SystemExit(main())
