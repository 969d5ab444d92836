"""What can be refused, by kind; app/errors.py alone turns a kind into an answer."""

from __future__ import annotations


class Refusal(Exception):
    """A request that the product says no to: a full sentence, and a code that never changes."""

    code = "refused"

    def __init__(self, message: str, **detail: object) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


class Malformed(Refusal):
    """What came does not have the form that was expected."""

    code = "malformed"


class Unknown(Refusal):
    """The thing that was named is not here."""

    code = "unknown"


class Conflict(Refusal):
    """What came contradicts what stands recorded."""

    code = "conflict"


class Forbidden(Refusal):
    """The one who asks may not do this."""

    code = "forbidden"
