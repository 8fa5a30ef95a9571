from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.fingerprint import fingerprint, short
from reports.domain.tokens import token_hash

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=10,
)


@given(PLAIN)
def test_same_content_has_the_same_fingerprint(content):
    one = fingerprint(content, template_version="1", language="en")
    assert one == fingerprint(content, template_version="1", language="en")
    assert len(one) == 64


def test_language_layout_and_order_of_lists_count():
    base = fingerprint([1, 2], template_version="1", language="en")
    others = {
        fingerprint([2, 1], template_version="1", language="en"),
        fingerprint([1, 2], template_version="2", language="en"),
        fingerprint([1, 2], template_version="1", language="zh-hans"),
    }
    assert len(others | {base}) == 4


def test_order_of_keys_does_not_count():
    one = fingerprint({"a": 1, "b": 2}, template_version="1", language="en")
    assert one == fingerprint({"b": 2, "a": 1}, template_version="1", language="en")


def test_what_is_not_plain_is_refused():
    with pytest.raises(TypeError):
        fingerprint({"a": object()}, template_version="1", language="en")
    with pytest.raises(ValueError, match="JSON"):
        fingerprint(float("nan"), template_version="1", language="en")


def test_printed_number_counts():
    contents = ({"stamp": {"number": number}, "body": [1]} for number in (1, 2))
    prints = {fingerprint(c, template_version="1", language="en") for c in contents}
    assert len(prints) == 2


def test_short_form_has_three_groups():
    assert short("b41f7c029ae5" + "0" * 52) == "b41f 7c02 9ae5"


def test_token_is_stored_as_its_hash():
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
