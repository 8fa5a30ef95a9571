"""Many guesses at once, from threads as from processes: rows of the database count them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection

from organizations.models import WrongTries
from organizations.services import guessing
from organizations.services.guessing import ClosedToGuessesError, Lock, Secret

LOCK = Lock(Secret.PASSWORD, "abc12")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_tries_than_one_after_the_other():
    judged = []

    def guess(_number):
        try:
            with suppress(ClosedToGuessesError):
                guessing.judge([LOCK], lambda: judged.append("wrong"))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, range(30)))
    assert len(judged) == 10
    assert WrongTries.objects.get().count == 10


@pytest.mark.django_db
def test_comparison_that_breaks_counts_as_wrong():
    def breaks():
        raise RuntimeError

    for _ in range(10):
        with pytest.raises(RuntimeError):
            guessing.judge([LOCK], breaks)
    with pytest.raises(ClosedToGuessesError) as caught:
        guessing.judge([LOCK], lambda: True)
    assert caught.value.minutes == 1


@pytest.mark.django_db
def test_one_closed_lock_of_several_counts_nothing_at_the_others():
    other = Lock(Secret.PASSWORD, "abc12", device="mine")
    for _ in range(10):
        guessing.judge([LOCK], lambda: False)
    with pytest.raises(ClosedToGuessesError):
        guessing.judge([other, LOCK], lambda: False)
    assert not WrongTries.objects.filter(device="mine").exists()
    assert guessing.judge([other], lambda: True)
    assert guessing.closed_until(other) is None
    assert guessing.closed_until(LOCK) is not None
