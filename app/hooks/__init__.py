"""Webhooks of parties: where they want to be told, what there is to tell them, and the sending of it."""
