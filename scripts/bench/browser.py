"""What a first visit and the next page cost a browser: requests and bytes on the wire."""

from __future__ import annotations

from playwright.sync_api import Error, Page, sync_playwright

from bench.product import FIRST_PAGE, ProductError
from launcher.system import browser


def visit(page: Page, url: str) -> dict[str, float]:
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


def first_load(url: str, sign_in: tuple[str, str], question: str) -> dict[str, float]:
    """Measure the sign-in page with an empty cache, the first pages behind it, and a question.

    Args:
        url: address of the running product.
        sign_in: e-mail and password of a person who reads English.
        question: address of a question, below `url`; opened last, with all that follows it.

    Returns:
        Requests and kilobytes by the key of their figure.

    Raises:
        ProductError: there is no browser, or nobody was signed in.
    """
    program = browser()
    if not program:
        raise ProductError("no Chromium on this machine")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = opened.new_context(locale="en-US").new_page()
        visits = {"visit": visit(page, url + FIRST_PAGE)}
        try:
            sign_in_to(page, sign_in)
            page.context.new_cdp_session(page).send("Network.clearBrowserCache")
            visits["inside"] = visit(page, url + "/")
            visits["next"] = visit(page, url + "/")
            visits["question"] = visit(page, url + question)
        except Error as error:
            raise ProductError(f"{error.message.splitlines()[0]} at {page.url}") from error
        finally:
            opened.close()
    return {f"{name}_{what}": seen[what] for name, seen in visits.items() for what in seen}
