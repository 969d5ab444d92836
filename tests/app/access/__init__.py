"""The gate, tokens and accounts."""
