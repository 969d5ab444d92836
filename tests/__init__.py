"""The tests; they mirror the tree, and whole stories stand in tests/journeys."""
