"""Feeds of carriers and aggregators, read into our words."""
