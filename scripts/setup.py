"""Make the environment: system packages (as root), `.venv` from the lock, fonts, translations.

    python3 scripts/setup.py          # what the product needs
    python3 scripts/setup.py --dev    # and what tests and checks need
    python3 scripts/setup.py --rules  # packages and words: enough for the tests of rules

Runs with the system's Python and its standard library only; what is up to date is left alone.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = ROOT / ".setup-stamp"
MINIMUM = (3, 11)
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
sys.path.insert(0, str(ROOT))

from launcher.system import PDF_NEEDS, TEST_NEEDS, install_line, missing  # noqa: E402


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def stop(text: str) -> None:
    """End with a message."""
    sys.stderr.write(f"setup: {text}\n")
    sys.exit(1)


def step(title: str, command: list[str], **options: object) -> None:
    """Run a command silently; on failure show what it said and end."""
    began = time.monotonic()
    done = subprocess.run(  # type: ignore[call-overload]
        command, cwd=ROOT, capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        sys.stderr.write(done.stdout[-4000:] + done.stderr[-4000:])
        stop(f"{title} failed: {' '.join(command)}")
    say(f"  {title} ({time.monotonic() - began:.1f} s)")


def python() -> str:
    """Return a Python that is new enough, looking beyond the one that runs this file."""
    if sys.version_info[:2] >= MINIMUM:
        return sys.executable
    for minor in range(20, MINIMUM[1] - 1, -1):
        path = shutil.which(f"python3.{minor}")
        if path:
            return path
    stop(f"Python {MINIMUM[0]}.{MINIMUM[1]} or newer is needed, this is {sys.version.split()[0]}")
    raise SystemExit(1)


def apt_install(packages: list[str]) -> None:
    """Install Debian packages as root."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, capture_output=True, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    step(f"system packages: {' '.join(packages)}", command, env=quiet)


def system_packages(*, dev: bool) -> None:
    """Bring the libraries and fonts, or say exactly what to install."""
    absent = missing((*PDF_NEEDS, *TEST_NEEDS) if dev else PDF_NEEDS)
    if not absent:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt_install(sorted({need.package for need in absent}))
        return
    say("  Missing on this machine (the rest works without):")
    for need in absent:
        say(f"    {need.package}: {need.purpose}")
    say(f"  Install with:  {install_line(absent)}")


def wanted() -> dict[str, str]:
    """Return, per lock, what changes when the environment must be made anew."""
    marks = {}
    for kind, name in LOCKS.items():
        state = hashlib.sha256(str(VENV).encode())
        for file in (name, "requirements-uv.lock"):
            state.update((ROOT / file).read_bytes())
        marks[kind] = f"{kind} {state.hexdigest()}"
    return marks


def environment(*, dev: bool) -> None:
    """Make `.venv` hold exactly what the lock names; every file is checked against its hash."""
    marks = wanted()
    good = {marks["dev"]} if dev else set(marks.values())
    if STAMP.exists() and STAMP.read_text() in good and (VENV / "bin" / "python").exists():
        return
    if not (VENV / "bin" / "python").exists():
        base = python()
        probe = subprocess.run([base, "-c", "import ensurepip"], capture_output=True, check=False)
        if probe.returncode and os.geteuid() == 0 and shutil.which("apt-get"):
            apt_install(["python3-venv"])
        elif probe.returncode:
            stop("Python lacks venv; install it with:  sudo apt-get install -y python3-venv")
        step("virtual environment", [base, "-m", "venv", str(VENV)])
    uv = str(VENV / "bin" / "uv")
    if not Path(uv).exists():
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "-q", "--require-hashes"]
        step("installer", [*pip, "-r", "requirements-uv.lock"])
    locks = [LOCKS["dev" if dev else "run"], "requirements-uv.lock"]
    command = [uv, "pip", "sync", "-q", "--require-hashes", "--python", str(VENV / "bin/python")]
    step(f"packages of {locks[0]}", [*command, *locks])
    STAMP.write_text(marks["dev" if dev else "run"])


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make the environment of the product.")
    parser.add_argument("--dev", action="store_true", help="also for tests and checks")
    parser.add_argument(
        "--rules", action="store_true", help="only packages and words, for tests of rules"
    )
    asked = parser.parse_args()
    began = time.monotonic()
    say("Setting up")
    if asked.rules:
        environment(dev=True)
        step("translations", [str(VENV / "bin" / "python"), "scripts/messages.py", "compile"])
        say(f"Ready after {time.monotonic() - began:.1f} s")
        return 0
    system_packages(dev=asked.dev)
    environment(dev=asked.dev)
    inside = str(VENV / "bin" / "python")
    step("typefaces and chart styles", [inside, "scripts/build_assets.py"])
    step("translations", [inside, "scripts/messages.py", "compile"])
    say(f"Ready after {time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
