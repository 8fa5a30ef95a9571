"""Models of every kind of pack; pure, no Django."""

from __future__ import annotations

from packs.schema.checklist import Checklist
from packs.schema.framework import Framework
from packs.schema.indicators import IndicatorCatalog
from packs.schema.initiatives import InitiativeCatalog
from packs.schema.launch import LaunchPack
from packs.schema.processes import ProcessModel
from packs.schema.tree import Node

PackContent = (
    Framework | Checklist | InitiativeCatalog | IndicatorCatalog | ProcessModel | LaunchPack
)
KINDS: dict[str, type[PackContent]] = {
    "framework": Framework,
    "checklist": Checklist,
    "initiatives": InitiativeCatalog,
    "indicators": IndicatorCatalog,
    "processes": ProcessModel,
    "launch": LaunchPack,
}

__all__ = [
    "KINDS",
    "Checklist",
    "Framework",
    "IndicatorCatalog",
    "InitiativeCatalog",
    "LaunchPack",
    "Node",
    "PackContent",
    "ProcessModel",
]
