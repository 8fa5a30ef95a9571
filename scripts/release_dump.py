"""Write the demo of this version as SQL text, for the upgrade tests of all later versions.

    python scripts/release_dump.py DIRECTORY   # needs pigz; PostgreSQL and pg_dump for the second

A release is dumped once, from its own tag, and its files never change again. The content of the
packs is left out (`tests/upgrade/dumps.py` reads it from `packs/data`, by version and digest): it
is half of the size, and released packs stay in the repository.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import psycopg
import servers

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "landfall_release_dump"
LARGEST = 300_000
# psql's own commands, and settings that a server of another version may not know.
NOT_SQL = re.compile(r"^(\\(un)?restrict \w+|SET \w+ = [^']*;|SELECT pg_catalog\.set_config\(.*)$")


def fill(environment: dict[str, str]) -> None:
    """Load packs and demo into an empty database, then take the packs' content out."""
    emptied = "UPDATE packs_packrelease SET content = '{}'"
    for arguments in (["migrate", "-v", "0"], ["load_packs"], ["load_demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**os.environ, "LANDFALL_HTTPS": "no", **environment},
            stdout=subprocess.DEVNULL,
            check=True,
        )
    if "DATABASE_URL" in environment:
        with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as line:
            line.execute(emptied)
        return
    with sqlite3.connect(Path(environment["LANDFALL_VAR"]) / "landfall.sqlite3") as file:
        file.execute(emptied)


def from_sqlite(folder: Path) -> str:
    """Return the demo in an SQLite file as text."""
    fill({"LANDFALL_VAR": str(folder)})
    with sqlite3.connect(folder / "landfall.sqlite3") as file:
        return "\n".join(file.iterdump()) + "\n"


def from_postgresql(folder: Path, server: str) -> str:
    """Return the demo in a PostgreSQL database as text."""
    base = server.rpartition("/")[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as line:
        line.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        line.execute(f"CREATE DATABASE {DATABASE}")
    address = f"{base}/{DATABASE}"
    fill({"LANDFALL_VAR": str(folder), "DATABASE_URL": address})
    command = ["pg_dump", "--no-owner", "--no-privileges", "--inserts", address]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    with psycopg.connect(f"{base}/postgres", autocommit=True) as line:
        line.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    return "\n".join(line for line in text.splitlines() if not NOT_SQL.match(line)) + "\n"


def write(target: Path, text: str) -> None:
    """Pack a text as tightly as gzip can, so that the same text gives the same file."""
    packed = subprocess.run(
        ["pigz", "-11", "--no-time", "--stdout"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    data = packed.stdout
    if len(data) > LARGEST:
        sys.exit(f"{target.name} takes {len(data)} bytes, more than {LARGEST}")
    target.write_bytes(data)
    print(f"{target} ({len(data)} bytes)")


def main() -> None:
    """Run from the command line."""
    target = Path(sys.argv[1])
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    with tempfile.TemporaryDirectory(prefix="landfall-dump-") as folder:
        write(target / f"{version}.sqlite.sql.gz", from_sqlite(Path(folder)))
    server = servers.find().database
    if not server:
        sys.exit("no PostgreSQL: only the SQLite file was written")
    with tempfile.TemporaryDirectory(prefix="landfall-dump-") as folder:
        write(target / f"{version}.postgresql.sql.gz", from_postgresql(Path(folder), server))


if __name__ == "__main__":
    main()
