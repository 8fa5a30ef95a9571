"""The stage of these tests is that of the roadmap."""

from tests.roadmap.conftest import at, owner, roadmap, three  # noqa: F401 -- fixtures
