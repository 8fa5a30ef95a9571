"""What never goes into Git and what never goes into the image, from one list.

python scripts/ignored.py          # write .gitignore and .dockerignore
python scripts/ignored.py --check  # exit 1 if one of them says something else
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# As Git writes patterns: `/name` is in the folder of the product only, `name` everywhere.
SECRETS = [
    "secrets/",
    ".env",
    ".env.*",
    "*.env",
    "*.key",
    "*.pem",
    "*.p12",
    "*.pfx",
    "id_rsa*",
    "id_ed25519*",
]
DATA = [
    "/var/",
    "*.zip",
    "*.tar",
    "*.tar.gz",
    "*.tgz",
    "*.part",
    "*.sqlite3",
    "*.sqlite3-*",
    "*.dump",
    "*.sql",
]
MADE = [
    "/.venv",
    "/.setup-stamp",
    "__pycache__/",
    "*.pyc",
    "*.mo",
    "*.egg-info/",
    "/.coverage*",
    "/htmlcov/",
    "/test-results/",
    "/.mypy_cache/",
    "/.ruff_cache/",
    "/.pytest_cache/",
    "/.hypothesis/",
    "/.import_linter_cache/",
]
# In Git, and of no use in the image.
NOT_IN_IMAGE = ["/.git", "/.github/", "/.ci/", "/tests/", "/docs/", "/scripts/bench/"]

HEAD = "# Written by scripts/ignored.py; change the list there.\n"


def git() -> str:
    """Return the text of .gitignore."""
    return HEAD + "".join(f"{pattern}\n" for pattern in (*SECRETS, *DATA, *MADE))


def docker() -> str:
    """Return the text of .dockerignore, which takes every pattern from the folder of the product."""
    patterns = (*SECRETS, *DATA, *MADE, *NOT_IN_IMAGE)
    return HEAD + "".join(f"{_for_docker(pattern)}\n" for pattern in patterns)


def _for_docker(pattern: str) -> str:
    name = pattern.rstrip("/")
    return name[1:] if name.startswith("/") else f"**/{name}"


def main() -> int:
    """Run from the command line."""
    wanted = {".gitignore": git(), ".dockerignore": docker()}
    if "--check" not in sys.argv:
        for name, text in wanted.items():
            (ROOT / name).write_text(text, encoding="utf-8")
        return 0
    wrong = [name for name, text in wanted.items() if (ROOT / name).read_text("utf-8") != text]
    for name in wrong:
        print(f"{name} is not what scripts/ignored.py writes; run it")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
