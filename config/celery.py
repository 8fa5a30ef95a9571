"""The queue's application; its settings stand in config.settings."""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from typing import Any

from celery import Celery, bootsteps, signals
from celery.beat import PersistentScheduler, ScheduleEntry, SchedulingError
from click import Option

from config import collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# The checks belong to `manage.py check`; here they would load every view into the worker.
os.environ.setdefault("CELERY_SKIP_CHECKS", "yes")

PAUSE = 1.0  # seconds between two looks, also while the queue takes nothing
LEAD = timedelta(seconds=2)  # by which clocks of two machines may differ

log = logging.getLogger(__name__)
app = Celery("landfall")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
def share_memory(**_: Any) -> None:
    """Keep the loaded product out of the collector, so that the pool's processes share it."""
    collector.begin()


@signals.worker_init.connect
def be_patient(**_: Any) -> None:
    """Let a worker wait for a slow queue, which nobody who looks at a page may."""
    options = {**app.conf.broker_transport_options, "socket_timeout": 30}
    app.conf.broker_transport_options = options


class Calendar(PersistentScheduler):
    """Celery's own scheduler, for a loop that must not wait: the queue may be away for a while.

    It bears a clock that is set back, too: what it sent by the former clock lies in the future then
    and would hold everything up until that moment comes again.
    """

    producer: Any = None  # each message takes a connection of the app's pool, which fails at once

    def tick(self, *args: Any, **options: Any) -> float:
        """Look once whether something is due; return the seconds until the next look."""
        for entry in self.schedule.values():
            now = entry.default_now()
            if entry.last_run_at and entry.last_run_at > now + LEAD:
                log.warning("The clock was set back; %s counts from now.", entry.name)
                entry.last_run_at = now
                self._heap = None  # looks at every entry again
        return max(float(super().tick(*args, **options)), PAUSE)

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send what is due; what could not be sent stays due."""
        try:
            self.apply_async(entry, producer=producer, advance=False)
        except SchedulingError as error:
            log.warning("Not sent: %s", error)
            self.schedule[str(entry.name)] = entry
            self._heap = None  # looks at every entry again the next time
            self.sync()


class Schedule(bootsteps.StartStopStep):
    """Lets the worker look at the calendar by itself, in the loop it has anyway.

    A scheduler in a process of its own holds the product in memory once more, and nobody starts it
    again when it ends (docs/adr/0011-schedule.md). This one starts with every connection to the
    queue. It belongs to one worker: `manage.py up` asks for it, the containers have a scheduler.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, *, with_schedule: bool = False, **options: Any) -> None:
        super().__init__(parent, **options)
        self.enabled = with_schedule
        self.calendar: Calendar | None = None
        self.ticking: Any = None

    def start(self, parent: Any) -> None:
        """Look every second whether something is due."""
        place = parent.app.conf.beat_schedule_filename
        self.calendar = Calendar(parent.app, schedule_filename=place)
        self.ticking = parent.timer.call_repeatedly(PAUSE, self.calendar.tick)

    def stop(self, parent: Any) -> None:  # noqa: ARG002 -- the signature of a step
        """Look no more and keep when each task ran last."""
        if self.calendar is not None:
            self.ticking.cancel()
            self.calendar.close()
            self.calendar = None


app.steps["consumer"].add(Schedule)
app.user_options["worker"].add(
    Option(["--with-schedule"], is_flag=True, help="Send the tasks of the schedule, too.")
)
