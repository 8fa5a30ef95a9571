from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.chain import Link, Word, check, commitment, instant, seal


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


# --- words beside the chain -------------------------------------------------------------------
WORDS = {"actor": Word("0" * 32, "Li Zhen"), "changes.note": Word("1" * 32, ["a", None])}


def sealed():
    """Return an event with words and one of the older format behind it."""
    commitments = {key: commitment(word) for key, word in WORDS.items()}
    content = {"a": 1, "words": commitments}
    first = Link(1, content, "", seal(content, ""), commitments, WORDS)
    second = Link(2, {"a": 2}, first.event_hash, seal({"a": 2}, first.event_hash))
    return [first, second]


def test_words_that_fit_their_hashes_are_fine():
    result = check(sealed())
    assert (result.count, result.broken_at, result.removed, result.words_differ) == (
        (2, None, 0, False)
    )


def test_removed_words_are_fine_and_counted():
    first, second = sealed()
    kept = {"actor": WORDS["actor"]}
    assert check([replace(first, words=kept), second]).removed == 1
    result = check([replace(first, words={}), second])
    assert (result.broken_at, result.removed) == (None, 2)


def test_other_words_are_found():
    first, second = sealed()
    for words in (
        {"actor": Word("0" * 32, "Li Zhun")},
        {"actor": Word("2" * 32, "Li Zhen")},
        {**WORDS, "object": Word("0" * 32, "slipped in")},
        None,
    ):
        result = check([replace(first, words=words), second])
        assert (result.broken_at, result.words_differ) == (1, True)


def test_changed_hash_breaks_the_chain_and_not_the_words():
    first, second = sealed()
    changed = {**first.commitments, "actor": "0" * 64}
    content = {**first.content, "words": changed}
    result = check([replace(first, content=content, commitments=changed), second])
    assert (result.broken_at, result.words_differ) == (1, False)


def test_equal_words_have_different_hashes():
    assert commitment(Word("0" * 32, "yes")) != commitment(Word("1" * 32, "yes"))
