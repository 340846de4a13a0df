"""A simulated month through the real engine, beside the same world in the discrete-event benchmark of `pacing`."""
