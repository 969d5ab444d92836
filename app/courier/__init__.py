"""The courier's door: a page on a phone that scans without network, and what it sends to."""
