"""Settings, routes and process entry points."""

from config import collector  # first: it lets everything after it load faster
from config.celery import app as celery_app

__all__ = ["celery_app", "collector"]
