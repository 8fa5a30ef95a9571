"""Picture the product with its demo, started for this on a free port and a throw-away folder.

python scripts/screenshots.py                 # docs/images/overview.png and roadmap.png
python scripts/screenshots.py --all FOLDER    # every page, width, theme and language
python scripts/screenshots.py --all FOLDER --only roadmap --width 390

Exit status 1 if a page answered with an error, a script failed on it or it is too wide.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.product import FIRST_PAGE, Product, throw_away  # noqa: E402

from launcher.system import browser as installed_browser  # noqa: E402

SIGN_IN = re.compile(r"(\S+@\S+) {2,}(.+?) {2,}\(")  # as load_demo prints them
WIDTHS = {390: 844, 1024: 768, 1440: 900}
THEMES = ("light", "dark")
LANGUAGES = {"en": "en-US", "zh-hans": "zh-CN"}
PLANT = "johor-bahru"
FOR_README = {"overview": f"/plants/{PLANT}/", "roadmap": f"/plants/{PLANT}/roadmap/"}
REPORTS = 2  # that the demo asks for
LARGEST = 250_000  # bytes of a committed picture
COLORS = (256, 128, 96, 64)
# Where the search for pages begins; links lead to the rest.
STARTS = ("/", f"/plants/{PLANT}/", "/plants/binh-duong/", "/plants/monterrey/", "/plants/szeged/")
STRANGER = (FIRST_PAGE, "/accounts/password/reset/", "/no-such-page/")
# Downloads, actions and addresses that answer with data.
PASSED_OVER = re.compile(
    r"/(export|template|download|logout|oidc|chart)/|\.\w{2,4}$|/evidence/\d+/"
)
# What differs between addresses of one kind; the home of an area is pictured at every plant.
SAME_KIND = (
    (re.compile(r"/\d+/"), "/#/"),
    (re.compile(r"/(questions|sections)/[^/]+/"), r"/\1/#/"),
    (re.compile(r"^/plants/[\w-]+/(?=[^/]+/[^/]+/)"), "/plants/#/"),
)


@dataclass
class Album:
    """A folder of pictures, and what went wrong while they were taken."""

    folder: Path
    faults: list[str] = field(default_factory=list)

    def take(self, page: Page, url: str, name: str, *, whole: bool = True) -> Path:
        """Open an address, wait until it is at rest and picture it."""
        faults: list[str] = []

        def on_error(error: Error) -> None:
            faults.append(f"script: {error.message.splitlines()[0]}")

        def on_answer(answer: Response) -> None:
            if answer.status >= 500:
                faults.append(f"{answer.status} {answer.url}")

        page.on("pageerror", on_error)
        page.on("response", on_answer)
        page.goto(url, wait_until="networkidle")
        page.evaluate("document.fonts.ready.then(() => null)")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            faults.append(f"{wide} px wider than the window")
        file = self.folder / f"{name}.png"
        page.screenshot(path=file, full_page=whole, animations="disabled")
        page.remove_listener("pageerror", on_error)
        page.remove_listener("response", on_answer)
        self.faults += [f"{name}: {fault}" for fault in faults]
        return file


def sign_in(context: BrowserContext, url: str, person: tuple[str, str]) -> Page:
    """Return a page in which a person has signed in."""
    page = context.new_page()
    page.goto(url + FIRST_PAGE)
    page.fill("[name=login]", person[0])
    page.fill("[name=password]", person[1])
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    return page


def speak(page: Page, url: str, language: str) -> None:
    """Show the pages in a language, as the person would choose it."""
    page.goto(url + "/")
    button = page.locator(f'button[name=language][value="{language}"]').first
    if button.get_attribute("aria-pressed") != "true":
        with page.expect_navigation():
            button.evaluate("button => button.form.requestSubmit(button)")


def shrink(file: Path) -> None:
    """Make a picture small enough to commit: fewer colors until it fits."""
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    for count in COLORS:
        picture.quantize(count, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size < LARGEST:
            return
    sys.exit(f"{file.name} has {file.stat().st_size} bytes, more than {LARGEST}")


def kind_of(path: str) -> str:
    """Return an address without what only names an object, so that a page is pictured once."""
    for pattern, replacement in SAME_KIND:
        path = pattern.sub(replacement, path)
    return path


def find_pages(page: Page, url: str) -> list[str]:
    """Return one address of each kind that links lead to, in the order in which they are met."""
    waiting, pages, kinds = list(STARTS), [], set()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in kinds or PASSED_OVER.search(path):
            continue
        kinds.add(kind)
        answer = page.goto(url + path, wait_until="domcontentloaded")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        pages.append(path)
        # Not `a.href`: links inside drawings have an object there.
        links = page.eval_on_selector_all(
            "a[href]", "all => all.map(a => new URL(a.getAttribute('href'), location).href)"
        )
        waiting += [urlsplit(link).path for link in links if link.startswith(url)]
    return pages


def name_of(path: str) -> str:
    """Return a file name for an address."""
    return re.sub(r"[^\w-]+", "-", path.strip("/")) or "portfolio"


def open_context(
    opened: Browser, width: int, theme: str, language: str, scale: float = 1
) -> BrowserContext:
    """Return a browser window of a width, theme and language."""
    return opened.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme="dark" if theme == "dark" else "light",
        locale=LANGUAGES[language],
        reduced_motion="reduce",
        device_scale_factor=scale,
    )


def wait_for_reports(page: Page, url: str) -> None:
    """Wait until the worker has produced the demo's reports, at most two minutes."""
    for _ in range(24):
        page.goto(f"{url}/plants/{PLANT}/reports/")
        if page.locator(".btn[href*='/download/']").count() >= REPORTS:
            return
        page.wait_for_timeout(5000)
    sys.exit("The reports of the demo were not produced within two minutes")


def for_readme(opened: Browser, product: Product, person: tuple[str, str]) -> list[str]:
    """Make the two pictures of the README; return the faults."""
    album = Album(ROOT / "docs" / "images")
    album.folder.mkdir(parents=True, exist_ok=True)
    page = sign_in(open_context(opened, 1440, "light", "en", scale=1.5), product.url, person)
    speak(page, product.url, "en")
    wait_for_reports(page, product.url)
    for name, path in FOR_README.items():
        shrink(album.take(page, product.url + path, name, whole=False))
    return album.faults


def everything(
    opened: Browser, product: Product, person: tuple[str, str], options: argparse.Namespace
) -> list[str]:
    """Picture every kind of page in every width, theme and language; return the faults."""
    album = Album(options.all)
    album.folder.mkdir(parents=True, exist_ok=True)
    page = sign_in(open_context(opened, 1440, "light", "en"), product.url, person)
    pages = [path for path in find_pages(page, product.url) if options.only in path]
    print(f"{len(pages)} pages", flush=True)
    for language in LANGUAGES:
        speak(page, product.url, language)
        for width in options.width or WIDTHS:
            for theme in THEMES:
                look = f"{width}-{theme}-{language}"
                print(look, flush=True)
                with contextlib.closing(open_context(opened, width, theme, language)) as window:
                    blank = window.new_page()
                    for path in STRANGER:
                        album.take(blank, product.url + path, f"stranger-{name_of(path)}-{look}")
                    inside = sign_in(window, product.url, person)
                    for path in pages:
                        album.take(inside, product.url + path, f"{name_of(path)}-{look}")
    return album.faults


@contextlib.contextmanager
def demo() -> Iterator[tuple[Product, tuple[str, str]]]:
    """Run the product with its demo; give it and the sign-in of the CIO."""
    with throw_away() as product, product.running("--demo") as running:
        file = product.var / "demo-sign-ins.txt"
        people = SIGN_IN.findall(file.read_text(encoding="utf-8") if file.exists() else "")
        if not people:
            sys.exit(f"The demo organization was not loaded; the product said:\n{running.said}")
        yield product, people[0]


def main() -> int:
    """Take what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, for reviewing")
    parser.add_argument("--only", default="", help="only addresses that contain this")
    parser.add_argument("--width", type=int, action="append", choices=tuple(WIDTHS))
    options = parser.parse_args()
    program = installed_browser()
    if not program:
        sys.exit("no Chromium on this machine: apt-get install -y chromium")
    with demo() as (product, person), sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        if options.all:
            faults = everything(opened, product, person, options)
        else:
            faults = for_readme(opened, product, person)
        opened.close()
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
