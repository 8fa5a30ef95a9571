"""What the machine brings besides Python: libraries, typefaces, tools, and their Debian names.

Only the standard library is used, because set-up asks before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CJK_FAMILY = "Noto Sans CJK SC"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Need:
    """One thing that a Debian package brings.

    `library` is a shared object, `family` a typeface, `tools` are commands of which one is enough.
    """

    package: str
    purpose: str
    library: str = ""
    family: str = ""
    tools: tuple[str, ...] = ()


PDF_NEEDS = (
    Need("libpango-1.0-0", "PDF text layout", library="libpango-1.0.so.0"),
    Need("libpangoft2-1.0-0", "PDF text layout", library="libpangoft2-1.0.so.0"),
    Need("libharfbuzz-subset0", "PDF fonts", library="libharfbuzz-subset.so.0"),
    Need("fontconfig", "PDF fonts", tools=("fc-match",)),
    Need("fonts-noto-cjk", "Chinese in PDFs", family=CJK_FAMILY),
)
TEST_NEEDS = (
    Need("chromium", "browser tests", tools=BROWSERS),
    Need("libatomic1", "browser tests", library="libatomic.so.1"),
    Need("poppler-utils", "PDF tests", tools=("pdftoppm",)),
    Need("gettext", "translation check", tools=("xgettext",)),
)


def output(*command: str) -> str:
    """Return what a command prints, or nothing when it is absent or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed commands
    except OSError:
        return ""
    return done.stdout


def known_libraries() -> set[str] | None:
    """Return the shared objects the loader knows, or None where it cannot be asked."""
    listed = output("/sbin/ldconfig", "-p")
    if not listed:
        return None
    return {line.split()[0] for line in listed.splitlines()[1:] if line.strip()}


def browser() -> str:
    """Return the browser that tests drive: `CHROMIUM`, else the first one installed, else ""."""
    stated = os.environ.get("CHROMIUM", "")
    if stated and Path(stated).exists():
        return stated
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


def missing(needs: Iterable[Need]) -> list[Need]:
    """Return the needs this machine does not meet.

    Args:
        needs: what to look for.

    Returns:
        The unmet ones in the given order; a library counts as there where nobody can tell.
    """
    libraries = known_libraries()
    lacking = []
    for need in needs:
        if need.library:
            there = libraries is None or need.library in libraries
        elif need.family:
            there = need.family in output("fc-match", "--format=%{family}", need.family)
        elif need.tools == BROWSERS:
            there = bool(browser())
        else:
            there = any(shutil.which(tool) for tool in need.tools)
        if not there:
            lacking.append(need)
    return lacking


def install_line(needs: Iterable[Need], *, root: bool = False) -> str:
    """Return the command that brings the packages of the needs."""
    packages = " ".join(sorted({need.package for need in needs}))
    who = "" if root else "sudo "
    return f"{who}apt-get install -y --no-install-recommends {packages}"
