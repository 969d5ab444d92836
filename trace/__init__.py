"""What happened to which thing, provably."""
