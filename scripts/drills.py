"""The drills, as `make drills`: what an emergency does, tried for longer than `make test` may take.

On SQLite and the embedded queue, then on PostgreSQL and Redis where they are there: restores killed
at every step, workers killed again and again, a backup under writers, upgrades that are killed,
workers whose machine has another clock (with `apt-get install faketime`), and the walk over hostile
forms with FUZZ_REQUESTS=5000. Each says at the end which way it took and what it measured. Last, the
properties of the rules with EXAMPLES=400, ten times as many as in `make test`.

    python scripts/drills.py [pytest option ...]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import servers

ROOT = Path(__file__).resolve().parent.parent
FORMS = "tests/operations/test_hostile_forms.py"
MANY = "5000"
EXAMPLES = "400"


def run(title: str, arguments: list[str], environment: dict[str, str]) -> bool:
    """Run tests and say what for."""
    print(f"\n== {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    return done.returncode == 0


def main() -> int:
    """Run all drills even when one fails."""
    here = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}
    }
    here |= {"DRILLS": "yes", "FUZZ_REQUESTS": os.environ.get("FUZZ_REQUESTS", MANY)}
    sides = {"SQLite and the embedded queue": here}
    known = servers.find()
    if known.database:
        sides["PostgreSQL and Redis"] = {
            **here,
            "DATABASE_URL": known.database,
            "REDIS_URL": known.broker,
            "QUEUE_NAME": f"landfall-test-{os.getpid()}",
        }
    good = []
    for side, environment in sides.items():
        drills = ["-m", "drill", "tests", *sys.argv[1:]]
        good.append(run(f"drills on {side}", drills, environment))
    if (ROOT / FORMS).exists():
        good.append(run(f"{here['FUZZ_REQUESTS']} requests to hostile forms", [FORMS], here))
    tried = {"EXAMPLES": EXAMPLES} | here
    properties = ["-m", "hypothesis", "-n", "auto", "tests"]
    good.append(run(f"properties with {tried['EXAMPLES']} examples", properties, tried))
    if not known.database:
        print(f"not run: the same on PostgreSQL and Redis ({known.why_not})")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
