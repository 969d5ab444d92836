"""Parcels in hands, and what it says of those hands."""
