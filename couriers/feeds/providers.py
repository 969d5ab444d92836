"""Every provider there is; a new one is a module beside this and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from couriers.feeds import aftership, kdniao, kuaidi100, plain, track17
from couriers.feeds.provider import Provider
from trace.errors import Unknown

PROVIDERS: Mapping[str, Provider] = {
    one.PROVIDER.name: one.PROVIDER for one in (kuaidi100, kdniao, track17, aftership, plain)
}


class NoSuchProvider(Unknown):
    """A provider of tracking data whose form is not known here."""

    code = "no-such-provider"


def get(name: str) -> Provider:
    """The provider of this name, or a refusal."""
    if (found := PROVIDERS.get(name)) is None:
        raise NoSuchProvider(f"there is no provider {name[:40]!r}: expected one of {', '.join(PROVIDERS)}")
    return found
