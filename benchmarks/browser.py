"""What a first visit and the next page cost a browser: requests and bytes on the wire."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

from benchmarks.product import FIRST_PAGE
from launcher.system import browser


def visit(page: Page, url: str) -> dict[str, Any]:
    """Open a page and return its requests and bytes, heads included, as the browser counts them."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    seen: list[float] = []
    session.on("Network.loadingFinished", lambda event: seen.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    session.detach()
    sent = [size for size in seen if size > 0]
    return {"requests": len(sent), "kB": round(sum(sent) / 1000, 1)}


def sign_in_to(page: Page, person: tuple[str, str]) -> None:
    """Fill in the open sign-in page and wait for what comes after it."""
    page.fill("[name=login]", person[0])
    page.fill("[name=password]", person[1])
    with page.expect_navigation(timeout=15000):
        page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def first_load(url: str, sign_in: tuple[str, str]) -> dict[str, Any]:
    """Measure the sign-in page with an empty cache, then the first pages behind it.

    Args:
        url: address of the running product.
        sign_in: e-mail and password of a person who reads English.

    Returns:
        By page name; `unavailable` says why nothing was measured.
    """
    program = browser()
    if not program:
        return {"unavailable": "no Chromium on this machine"}
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = opened.new_context(locale="en-US").new_page()
        visits = {"first visit (sign-in)": visit(page, url + FIRST_PAGE)}
        try:
            sign_in_to(page, sign_in)
            visits["next page (portfolio)"] = visit(page, url + "/")
        except Error as error:
            visits["not signed in"] = {"why": error.message.splitlines()[0], "at": page.url}
        opened.close()
    return visits
