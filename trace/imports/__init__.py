"""Orders of an existing shop, read from its export into the chain as they were, the impossible ones flagged."""
