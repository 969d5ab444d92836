"""Real processes, killed at any instant: what was acknowledged is there once, and the log verifies.

TORTURE says how many kills (20 unless set), TORTURE_SEED repeats a run's instants; both are printed by a failure.
"""
