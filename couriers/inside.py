"""The code inside the parcel or under the seal: whoever reads it has the goods in their hands, and no account is needed.

It is worked out from the installation's data key, so nothing has to be kept for goods that nobody has opened yet.
"""

from __future__ import annotations

import hmac
from base64 import b32encode

# 13 characters of base 32 are 65 bits: read out in a minute, and with waiting after wrong ones never guessed.
LENGTH = 13
# What people type for letters that base 32 has, where it has not the figure.
_MEANT = str.maketrans("0189", "OIBG")


def code(data_key: bytes, uri: str, epoch: int = 0) -> str:
    """The code for a thing; a thing that comes back and is sold again gets the next `epoch`, and a new code."""
    secret = hmac.digest(data_key, f"suyuan inside code v1\n{uri}\n{epoch}".encode(), "sha256")
    return b32encode(secret).decode()[:LENGTH]


def matches(data_key: bytes, uri: str, epoch: int, text: str) -> bool:
    """Whether what somebody typed or scanned is the code; small letters, spaces and dashes are no matter."""
    typed = "".join(one for one in text.upper() if one.isalnum()).translate(_MEANT)
    return hmac.compare_digest(typed.encode(), code(data_key, uri, epoch).encode())


def spoken(text: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))
