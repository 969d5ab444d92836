"""Benchmarks: what the service does, beside what the same machine can do at most, in one run (`make bench`)."""
