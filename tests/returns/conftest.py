"""The stage of these tests is that of the roadmap; the command is that of planning."""

from tests.planning.conftest import run  # noqa: F401 -- fixture
from tests.roadmap.conftest import at, owner, roadmap, three  # noqa: F401 -- fixtures
