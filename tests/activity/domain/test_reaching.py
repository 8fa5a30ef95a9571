"""Which addresses a message may leave for: nothing of the network within, however it is written."""

from __future__ import annotations

import datetime as dt

import pytest

from activity.domain.reaching import WAITS, host_of, is_outside, is_public, next_try

NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"]
)
def test_addresses_of_the_internet(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1"),
        *("::ffff:8.8.8.8", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1"),
        *("2001:db8::1", "localhost", "", "8.8.8", "1.1.1.1.1", "2606:4700::1111%1"),
    ],
)
def test_addresses_that_are_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", "qyapi.weixin.qq.com"),
        ("https://hooks.slack.com:443/services/T/B/x", "hooks.slack.com"),
        ("http://hooks.slack.com/", ""),
        ("https://hooks.slack.com:8443/", ""),
        ("https://hooks.slack.com:99999/", ""),
        ("https://user:pass@hooks.slack.com/", ""),
        ("https://hooks.slack.com/#x", ""),
        ("https://[::1/", ""),
        ("https:///path", ""),
        ("https://ex%41mple.com/", ""),
        ("https://ｅxample.com/", ""),
        ("ftp://example.com/", ""),
        ("nothing", ""),
    ],
)
def test_machine_of_an_address(url, host):
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("host", "outside"),
    [
        ("hooks.slack.com", True),
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        *((one, False) for one in ("localhost", "a.localhost", "db", "nas.local", "x.internal.")),
        *(
            (one, False)
            for one in ("127.0.0.1", "127.1", "2130706433", "0x7f.0x1", "10.0.0.1.", "::1")
        ),
    ],
)
def test_names_of_the_network_within(host, outside):
    assert is_outside(host) is outside


def test_tries_come_later_each_time_and_end():
    moments = [next_try(failed, NOW) for failed in range(1, len(WAITS) + 1)]
    assert [(one - NOW).total_seconds() / 60 for one in moments] == [1, 5, 30, 120, 360, 720, 1440]
    assert next_try(len(WAITS) + 1, NOW) is None
