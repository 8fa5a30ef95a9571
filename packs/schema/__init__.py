"""Models of every kind of pack; pure, no Django."""

from __future__ import annotations

from packs.schema.checklist import Checklist
from packs.schema.framework import Framework
from packs.schema.indicators import IndicatorCatalog
from packs.schema.initiatives import InitiativeCatalog
from packs.schema.processes import ProcessModel
from packs.schema.tree import Node

PackContent = Framework | Checklist | InitiativeCatalog | IndicatorCatalog | ProcessModel
KINDS: dict[str, type[PackContent]] = {
    "framework": Framework,
    "checklist": Checklist,
    "initiatives": InitiativeCatalog,
    "indicators": IndicatorCatalog,
    "processes": ProcessModel,
}

__all__ = [
    "KINDS",
    "Checklist",
    "Framework",
    "IndicatorCatalog",
    "InitiativeCatalog",
    "Node",
    "PackContent",
    "ProcessModel",
]
