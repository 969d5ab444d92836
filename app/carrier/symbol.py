"""A QR code within a page: black on white whatever the reader's colours, drawn without a style."""

from __future__ import annotations

from markupsafe import Markup

from trace.labels import qr


def svg(text: str, title: str) -> Markup:
    """The symbol that says `text`, with its quiet zone, as an image with a name."""
    modules = qr.symbol(text)
    side = len(modules) + 2 * qr.QUIET
    path = "".join(
        f"M{x + qr.QUIET} {y + qr.QUIET}h1v1h-1z"
        for y, row in enumerate(modules.tolist())
        for x, black in enumerate(row)
        if black
    )
    return Markup(
        '<svg role="img" aria-label="{}" width="200" height="200" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{}v{}h-{}z"/><path fill="#000" d="{}"/></svg>'
    ).format(title, side, side, side, side, side, path)
