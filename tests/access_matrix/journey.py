"""Who gets which answer from the pages of journey."""

from __future__ import annotations

from tests.access_matrix.organizations import _MANAGERS, _SAVED, _stage, _table, _task

MATRIX = {
    "journey:stage-detail": {"kwargs": _stage, "expect": _table(others=200, stranger=404)},
    "journey:stage-edit": {
        "kwargs": _stage,
        "expect": _table(others=403, stranger=404, **_MANAGERS),
    },
    "journey:stage-sign": {
        "method": "post",
        "kwargs": _stage,
        "data": {"version": "1", "reason": "agreed"},
        "expect": _table(others=403, stranger=404, **_SAVED),
    },
    "journey:stage-reopen": {  # not signed yet: refused with words
        "method": "post",
        "kwargs": _stage,
        "data": {"version": "1", "reason": "because"},
        "expect": _table(others=403, stranger=404, project_owner=422, cio=422),
    },
    "journey:task-create": {
        "kwargs": _stage,
        "expect": _table(others=403, stranger=404, **_MANAGERS),
    },
    "journey:task-edit": {
        "kwargs": _task,
        "expect": _table(others=403, stranger=404, **_MANAGERS),
    },
    "journey:task-tick": {
        "method": "post",
        "kwargs": _task,
        "data": {"done": "yes"},
        "expect": _table(others=403, stranger=404, **_SAVED),
    },
    "journey:task-delete": {
        "method": "post",
        "kwargs": _task,
        "expect": _table(others=403, stranger=404, **_SAVED),
    },
}
