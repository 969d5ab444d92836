"""How somebody comes in at a desk."""

from __future__ import annotations

from tests.app.merchant import desk


def log_in(page, served, login):
    """Log in, as nobody was logged in before."""
    page.context.clear_cookies()
    page.goto(f"{served.url}/login")
    page.locator("#login").fill(login)
    page.locator("#password").fill(desk.PASSWORD)
    page.locator("button.main").click()
    page.wait_for_url(lambda url: "/login" not in url)
