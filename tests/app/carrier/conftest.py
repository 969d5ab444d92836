"""The courier's firm and parcels, as the courier's own door has them."""

from tests.app.courier.conftest import courier, firm, offered

__all__ = ["courier", "firm", "offered"]
