"""The public door for whoever has no code: an inquiry, a complaint, or a report, which may be anonymous."""
