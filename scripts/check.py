"""Run every check of the house and say how long each took; exit 1 if one fails.

python scripts/check.py            # all, as `make check`
python scripts/check.py --quick    # without the tests of tests/architecture
python scripts/check.py types size # only those whose name contains a word
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
APPS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["slipcover"]["source"]


@dataclass(frozen=True)
class Check:
    """A command that must succeed."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def templates() -> list[str]:
    """Return the templates of the house."""
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))


def checks(var: str) -> list[Check]:
    """Return the checks, the longest first; they may write into the folder."""
    testing = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "LANDFALL_VAR": var}
    production = {
        "LANDFALL_VAR": var,
        "LANDFALL_HTTPS": "yes",
        "ALLOWED_HOSTS": "landfall.example.org",
        "PUBLIC_URL": "https://landfall.example.org",
        "ASSETS_ROOT": str(ROOT / "var" / "assets"),
    }
    manage = (PYTHON, "-W", "ignore", "manage.py")
    return [
        Check("types", (f"{BIN}/mypy", *APPS, "config", "scripts"), testing),
        Check(
            "sizes, access, sources",
            (PYTHON, "-m", "pytest", "-q", "--no-cov", "tests/architecture"),
        ),
        Check("format", (f"{BIN}/ruff", "format", "--check", ".")),
        Check("lint", (f"{BIN}/ruff", "check", ".")),
        Check("weaknesses", (PYTHON, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", ".")),
        Check("templates", (f"{BIN}/djade", "--check", "--target-version", "5.2", *templates())),
        Check("import contracts", (f"{BIN}/lint-imports",)),
        Check("ignored files", (PYTHON, "scripts/ignored.py", "--check")),
        Check("dead code", (PYTHON, "scripts/dead_code.py")),
        Check("translations", (PYTHON, "scripts/messages.py", "check")),
        Check("migrations", (*manage, "makemigrations", "--check", "--dry-run"), testing),
        Check("deployment", (*manage, "check", "--deploy", "--fail-level", "WARNING"), production),
        Check("packs", (*manage, "check_packs"), testing),
    ]


def run(check: Check) -> bool:
    """Run one check; print its output only when it fails."""
    began = time.monotonic()
    servers = ("DATABASE_URL", "REDIS_URL")  # checks need none
    kept = {name: value for name, value in os.environ.items() if name not in servers}
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**kept, **check.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - began
    lines = [f"{'FAILS' if done.returncode else 'ok   '} {check.name} ({seconds:.1f} s)"]
    if done.returncode:
        lines += [f"      {' '.join(check.command)[:160]}", (done.stdout + done.stderr)[-6000:]]
    print("\n".join(lines), flush=True)
    return done.returncode == 0


def audit() -> None:
    """Look for known weaknesses of the locked packages where the database of them answers."""
    command = [f"{BIN}/pip-audit", "--require-hashes", "--disable-pip", "-r", "requirements.lock"]
    try:
        done = subprocess.run(
            [*command, "--progress-spinner", "off", "--timeout", "5"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    except subprocess.TimeoutExpired:
        print("not run: dependency audit (no answer within 60 s)")
        return
    if "No known vulnerabilities found" in done.stderr + done.stdout:
        print("ok    dependency audit")
    elif "Found " in done.stderr:
        print(f"look  dependency audit: newer versions may be needed\n{done.stdout}")
    else:
        print("not run: dependency audit (its database cannot be reached from here)")


def main() -> int:
    """Run from the command line."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    with tempfile.TemporaryDirectory(prefix="landfall-check-") as var:
        chosen = [
            check
            for check in checks(var)
            if (not words or any(word in check.name for word in words))
            and not ("--quick" in sys.argv and "sizes" in check.name)
        ]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            good = list(pool.map(run, chosen))
    failed = [check.name for check, fine in zip(chosen, good, strict=True) if not fine]
    if "--audit" in sys.argv:
        audit()
    print(f"failed: {', '.join(failed)}" if failed else f"all {len(chosen)} checks hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
