"""Databases of earlier releases, made anew from the SQL text that was kept of them."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from packs.loader import DATA_DIR, load_pack

HERE = Path(__file__).parent
RELEASES = sorted(path.name.removesuffix(".sqlite.sql.gz") for path in HERE.glob("*.sqlite.sql.gz"))


def text_of(release: str, vendor: str) -> str:
    """Return the SQL of a release's demo for sqlite or postgresql."""
    return gzip.decompress((HERE / f"{release}.{vendor}.sql.gz").read_bytes()).decode()


@cache
def pack_contents() -> dict[str, str]:
    """Return digest -> content of every pack that the product carries."""
    packs = [load_pack(path.parent) for path in DATA_DIR.rglob("pack.yaml")]
    return {pack.digest: json.dumps(pack.as_json(), ensure_ascii=False) for pack in packs}


def fill_packs(rows: Iterable[tuple[int, str]], store: Callable[[str, int], Any]) -> None:
    """Put the content of the packs back, which the dumps leave out; none may be missing."""
    for key, digest in rows:
        store(pack_contents()[digest], key)


def load_sqlite(release: str, target: Path) -> None:
    """Make an SQLite file that holds the demo of a release."""
    with sqlite3.connect(target) as file:
        file.executescript(text_of(release, "sqlite"))
        rows = file.execute("SELECT id, digest FROM packs_packrelease").fetchall()
        update = "UPDATE packs_packrelease SET content = ? WHERE id = ?"
        fill_packs(rows, lambda content, key: file.execute(update, (content, key)))


def load_postgresql(release: str, address: str) -> None:
    """Fill an empty PostgreSQL database with the demo of a release."""
    with psycopg.connect(address, autocommit=True) as line:
        line.execute(text_of(release, "postgresql"))
        rows = line.execute("SELECT id, digest FROM packs_packrelease").fetchall()
        update = "UPDATE packs_packrelease SET content = %s::jsonb WHERE id = %s"
        fill_packs(rows, lambda content, key: line.execute(update, (content, key)))
