"""The worker that tests start really takes tasks and sees the rows of the test."""

from __future__ import annotations

import pytest
from django.conf import settings

from config import celery_app
from tests.plugin import wait_until


@pytest.mark.slow
def test_a_started_worker_answers(worker):
    def answers():
        return celery_app.control.inspect(timeout=1).ping()

    wait_until(answers, "the worker's answer")
    assert worker.popen.poll() is None


@pytest.mark.slow
def test_the_queue_can_be_taken_away_and_come_back(broker):
    if not settings.QUEUE_IS_EMBEDDED:
        return
    broker.stop()
    with pytest.raises(Exception, match=r"(No such file|Connection refused|Error 2)"):
        celery_app.connection_for_write().ensure_connection(max_retries=1, timeout=1)
    broker.start()
    celery_app.connection_for_write().ensure_connection(max_retries=100, timeout=60)
