"""The guard that keeps every test on loopback must itself hold."""

import socket

import pytest


def test_a_test_that_reaches_out_fails_before_the_address_is_contacted():
    with socket.socket() as outside, pytest.raises(AssertionError, match="only loopback"):
        outside.connect(("192.0.2.1", 80))


def test_a_name_is_not_even_looked_up():
    with pytest.raises(AssertionError, match="only loopback"):
        socket.getaddrinfo("example.org", 80)


def test_loopback_is_allowed():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
