from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.chain import Link, check, instant, seal


def chained(*contents):
    links, previous = [], ""
    for key, content in enumerate(contents, start=1):
        link = Link(key, content, previous, seal(content, previous))
        links.append(link)
        previous = link.event_hash
    return links


def test_empty_trail_is_unbroken():
    result = check([], head="")
    assert (result.count, result.is_unbroken, result.head) == (0, True, "")


def test_untouched_trail_is_unbroken():
    links = chained({"a": 1}, {"a": 2}, {"a": 3})
    result = check(links, head=links[-1].event_hash)
    assert (result.count, result.broken_at) == (3, None)


def test_without_a_kept_head_only_the_links_are_checked():
    assert check(chained({"a": 1})).is_unbroken


def test_changed_event_is_named():
    links = chained({"a": 1}, {"a": 2}, {"a": 3})
    links[1] = Link(2, {"a": 9}, links[1].previous_hash, links[1].event_hash)
    assert check(links).broken_at == 2


def test_removed_event_shows_at_the_next_one():
    links = chained({"a": 1}, {"a": 2}, {"a": 3})
    assert check([links[0], links[2]]).broken_at == 3


def test_cut_end_shows_at_the_kept_head():
    links = chained({"a": 1}, {"a": 2})
    assert check(links[:1], head=links[1].event_hash).broken_at == 1
    assert check([], head=links[1].event_hash).broken_at == 0


def test_order_of_keys_does_not_matter_to_the_seal():
    assert seal({"a": 1, "b": 2}, "x") == seal({"b": 2, "a": 1}, "x")


def test_instant_always_has_microseconds():
    assert instant(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05.000000+00:00"


@given(st.lists(st.dictionaries(st.text(), st.integers()), min_size=1, max_size=6), st.data())
def test_any_change_of_content_is_found(contents, data):
    links = chained(*contents)
    place = data.draw(st.integers(0, len(links) - 1))
    old = links[place]
    links[place] = Link(
        old.key, {**old.content, "slipped in": 1, "n": place}, old.previous_hash, old.event_hash
    )
    assert check(links).broken_at == old.key
