"""The door for programs of shops, carriers and institutions: /api/v1, JSON in and out, errors as RFC 9457 problems."""
