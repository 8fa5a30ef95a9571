"""The queue's application; its settings stand in config.settings."""

from __future__ import annotations

import gc
import os
from functools import partial
from typing import Any

from celery import Celery, bootsteps, signals
from click import Option

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# The checks belong to `manage.py check`; here they would load every view into the worker.
os.environ.setdefault("CELERY_SKIP_CHECKS", "yes")

app = Celery("landfall")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
def share_memory(**_: Any) -> None:
    """Keep the loaded product out of the collector, so that the pool's processes share it."""
    gc.collect()
    gc.freeze()


class Schedule(bootsteps.StartStopStep):
    """Lets the worker send what is due by itself, in the loop it has anyway.

    A scheduler of its own would hold the whole product in memory a third time. This one starts
    again with every connection to the queue and with every worker, so nothing ends it for good.
    It knows intervals in seconds only, and belongs to one worker: `manage.py up` asks for it, the containers
    have a scheduler.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, *, with_schedule: bool = False, **options: Any) -> None:
        super().__init__(parent, **options)
        self.enabled = with_schedule
        self.entries: list[Any] = []

    def start(self, parent: Any) -> None:
        """Send each task of the schedule at its interval from now on."""
        for entry in parent.app.conf.beat_schedule.values():
            send = partial(parent.app.send_task, entry["task"])
            self.entries.append(parent.timer.call_repeatedly(float(entry["schedule"]), send))

    def stop(self, parent: Any) -> None:  # noqa: ARG002 -- the signature of a step
        """Send nothing more."""
        for entry in self.entries:
            entry.cancel()
        self.entries.clear()


app.steps["consumer"].add(Schedule)
app.user_options["worker"].add(
    Option(["--with-schedule"], is_flag=True, help="Send the tasks of the schedule, too.")
)
