"""The demo organization: a story in YAML, told through the same services as a person's input."""

from exchange.services.demo.story import PASSWORD, DemoExistsError, load

__all__ = ["PASSWORD", "DemoExistsError", "load"]
