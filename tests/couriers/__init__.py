"""Tests of couriers/."""
