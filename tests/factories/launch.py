"""The launch pack in the database."""

from __future__ import annotations

from packs.loader import DATA_DIR
from packs.models import PackRelease
from packs.services import load_folder


def launch_pack() -> PackRelease:
    return load_folder(DATA_DIR / "launch" / "1.0.0").release
