"""Addresses: what is inner is refused however it is written, and no secret is ever shown."""

import ipaddress

import pytest

from tocsin.collect.addresses import (
    check_channel_address,
    check_fetchable,
    host_of,
    is_public,
    mask,
    name_of,
    tidy_link,
)
from tocsin.collect.connecting import AddressRefused, NameUnknown, choose_addresses
from tocsin.collect.secrets import check_reference, resolve_secret
from tocsin.errors import ConfigurationError, UnreadableDocument

INNER = """127.0.0.1 127.8.8.8 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0
100.100.100.200 192.0.0.192 64:ff9b:1::a00:1 168.63.129.16 224.0.0.1 255.255.255.255 240.0.0.1
198.18.0.1 192.0.2.1 ::1 :: fe80::1 fc00::1 fd00:ec2::254 ff02::1 ::ffff:10.0.0.1
::ffff:169.254.169.254 64:ff9b::a00:1 64:ff9b::7f00:1 2002:a00:1:: 2002:7f00:1:: fec0::1 2001:db8::1
2001:0:4136:e378:8000:63bf:f5ff:fffe"""
OUTER = "93.184.216.34 1.1.1.1 2606:2800:220:1::1 64:ff9b::5db8:d822 ::ffff:93.184.216.34"


@pytest.mark.parametrize("address", INNER.split())
def test_an_inner_address_is_not_public_however_it_is_written(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTER.split())
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_name_with_one_inner_address_is_refused_and_looked_up_once() -> None:
    """A name that answers differently the second time must not be asked a second time."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34", "10.0.0.1"]

    with pytest.raises(AddressRefused):
        choose_addresses("two.example", 80, "", resolve)
    assert asked == ["two.example"]
    assert choose_addresses("out.example", 80, "", lambda *_: ["93.184.216.34"]) == ["93.184.216.34"]
    with pytest.raises(NameUnknown):
        choose_addresses("none.example", 80, "", lambda *_: [])


def test_only_the_very_host_and_port_that_was_named_may_be_inner() -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["10.0.0.1"]

    assert choose_addresses("desk.example", 8080, "desk.example:8080", resolve) == ["10.0.0.1"]
    for host, port in (("desk.example", 22), ("other.example", 8080), ("10.0.0.1", 8080)):
        with pytest.raises(AddressRefused):
            choose_addresses(host, port, "desk.example:8080", resolve)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://user:word@news.example/feed", "--secret"),
        ("https://user@news.example/feed", "--secret"),
        ("https://news.example/feed?api_key=abc", "api_key={secret}"),
        ("https://news.example/feed?access-token=abc", "--secret"),
        ("imaps://desk:word@mail.example/INBOX", "--secret"),
        ("ftp://news.example/feed", "https://"),
        ("javascript://x", "https://"),
        ("https:///feed", "names no host"),
        ("", "is not an address"),
        ("https://news.example/\nX: y", "is not an address"),
        ("https://" + "a" * 3_000, "is not an address"),
    ],
)
def test_an_address_that_will_not_do_is_refused_with_a_remedy_and_without_its_secret(
    address: str, said: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        check_channel_address(address)
    assert said in str(refused.value)
    assert "word" not in str(refused.value).replace("password", "") and "abc" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/feed?key={secret}",
        "imaps://desk@mail.example/INBOX",
        "drop/",
        "https://x.example?a=1",
    ],
)
def test_an_address_without_a_secret_is_taken(address: str) -> None:
    assert check_channel_address(f" {address} ") == address


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x.example/", "//x", "", "http://a:b@x.example/", "http://[x/"]
)
def test_nothing_but_the_web_is_followed(url: str) -> None:
    with pytest.raises(UnreadableDocument):
        check_fetchable(url, "x")


def test_messages_show_no_password_token_or_secret() -> None:
    assert mask("at http://u:p@x.example/?token=1&page=2") == "at http://***@x.example/?token=***&page=2"
    assert mask("x?sig=abc;auth=9 z") == "x?sig=***;auth=*** z"
    assert mask("read s3 cret/ and s3%20cret%2F", ("s3 cret/",)) == "read *** and ***"


def test_a_document_is_called_by_its_address_and_clicks_are_not_counted() -> None:
    url = "https://www.harbour.example/2024/launch/?utm_source=rss&id=7#top"
    assert tidy_link(url) == "https://www.harbour.example/2024/launch/?id=7"
    assert name_of(url) == "harbour.example/2024/launch?id=7"
    assert name_of("http://harbour.example/2024/launch?id=7") == name_of(url)
    long = [name_of("https://x.example/" + "a" * 300 + end) for end in ("b", "c")]
    assert long[0] != long[1] and max(map(len, long)) < 200
    assert host_of("https://X.example/a") == "x.example:443" and host_of("http://[x") == ""


def test_a_secret_is_read_from_where_its_reference_says(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_WORD", "one\n")
    (tmp_path / "word").write_text("two\n")
    assert resolve_secret("env:DESK_WORD") == "one"
    assert resolve_secret(f"file:{tmp_path / 'word'}") == "two"
    assert resolve_secret(None) is None
    for wrong in ("env:NONE_SUCH", f"file:{tmp_path / 'none'}"):
        with pytest.raises(ConfigurationError, match=r"env:NONE_SUCH|none"):
            resolve_secret(wrong)


def test_a_secret_given_in_place_of_a_reference_is_refused_and_not_shown() -> None:
    with pytest.raises(ConfigurationError) as refused:
        check_reference("hunter2")
    assert "hunter2" not in str(refused.value)
