"""Check the addresses that are given and those that a page or server leads to, and name what lies there.

Comes in: addresses as people or servers write them. Goes out: the same, checked, or a refusal; whether an
IP address is public; a document's name; a message without secrets. Knows nothing about connections.
"""

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from tocsin.errors import ConfigurationError, UnreadableDocument
from tocsin.terms import identify

SECRET = "{secret}"  # noqa: S105  # stands in an address where the secret goes
_LONGEST = 2_000  # characters
_LONGEST_NAME = 150
_SECRET_NAMES = re.compile(
    r"^(?:.*[-_])?(?:token|api[-_]?key|apikey|secret|password|passwd|pwd|auth|sig|signature|key)$", re.I
)
_TRACKING = re.compile(
    r"^(?:utm_.*|fbclid|gclid|mc_[ce]id|cmpid|ns_.*|at_(?:medium|campaign)|ref|src)$", re.I
)
_QUERY_SECRET = re.compile(r"([?&;]([^=&?#;\s]+)=)([^&#\s;]+)")
_USER = re.compile(r"(//)[^/@\s]+@")

_PORTS = {"http": 80, "https": 443, "imaps": 993}
_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
# Inner all the same: clouds' own services at public numbers, and networks that Python's releases judge
# differently.
_INNER = tuple(map(ipaddress.ip_network, ("168.63.129.16/32", "192.0.0.0/24", "64:ff9b:1::/48")))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(ip: _Ip) -> bool:
    """Whether an address may be contacted unasked: global, no multicast, and none hidden in IPv6."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if ip.is_site_local:
            return False
    return (
        ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in _INNER)
    )


def check_channel_address(address: str) -> str:
    """An address that a person gives for a channel, tidied.

    Raises:
        ConfigurationError: it is none, or it holds a credential.
    """
    address = address.strip()
    scheme = urlsplit_safely(address).scheme.lower() if "://" in address else ""
    if scheme not in ("", "http", "https", "imaps", "file"):
        raise ConfigurationError(
            mask(address), f"{scheme}:// is not read", "give http://, https://, imaps:// or a path"
        )
    if not address or len(address) > _LONGEST or any(ord(sign) < 32 for sign in address):
        raise ConfigurationError(mask(address)[:100] or "no address", "is not an address", "check it")
    if scheme in ("http", "https", "imaps"):
        _refuse_credentials(address, scheme)
    return address


def _refuse_credentials(address: str, scheme: str) -> None:
    parts = urlsplit_safely(address)
    if not parts.hostname:
        raise ConfigurationError(mask(address), "names no host", "write it as https://host/path")
    if parts.password is not None or (parts.username and scheme != "imaps"):
        raise ConfigurationError(
            mask(address),
            "holds a user name or password",
            "leave it out and name where it lies: --secret env:NAME or --secret file:PATH",
        )
    for name, value in parse_qsl(parts.query):
        if _SECRET_NAMES.match(name) and value != SECRET:
            raise ConfigurationError(
                mask(address),
                f"its {name}= looks like a secret",
                f"write {name}={SECRET} and name where it lies: --secret env:NAME or --secret file:PATH",
            )


def check_fetchable(url: str, where: str) -> str:
    """An address that a page or a redirect leads to.

    Raises:
        UnreadableDocument: it is no web address.
    """
    parts = urlsplit_safely(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or len(url) > _LONGEST:
        raise UnreadableDocument(
            where, f"leads to {mask(url)[:100]!r}, which is no web address", "check it in a browser"
        )
    if parts.username or parts.password:
        raise UnreadableDocument(where, "leads to an address with a user name in it", "check it in a browser")
    return url


def urlsplit_safely(url: str) -> SplitResult:
    """The parts of an address; those of nothing where it cannot be one."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        return urlsplit("")
    return parts


def host_of(url: str) -> str:
    """Host and port, as `news.example:443`; empty where there is none."""
    parts = urlsplit_safely(url)
    if not parts.hostname:
        return ""
    port = parts.port or _PORTS.get(parts.scheme.lower(), 80)
    return f"{parts.hostname.lower()}:{port}"


def tidy_link(url: str) -> str:
    """The address without its fragment and without what only counts clicks."""
    parts = urlsplit_safely(url)
    if not parts.query and not parts.fragment:
        return url
    kept = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(n)]
    query = parts.query if len(kept) == parts.query.count("&") + 1 else urlencode(kept)
    return urlunsplit(parts._replace(query=query, fragment=""))


def name_of(url: str) -> str:
    """What a document from this address is called: host and path, as `news.example/2024/launch`."""
    parts = urlsplit_safely(tidy_link(url))
    host = (parts.hostname or "").removeprefix("www.") + (f":{parts.port}" if parts.port else "")
    name = host + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    name = quote(name, safe="/:?=&;,@!$'()*+-._%[]", errors="replace")
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}-{identify(name)[:8]}"


def mask(text: str, secrets: tuple[str, ...] = ()) -> str:
    """The text without passwords and tokens in its addresses, and without these secrets."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "***").replace(quote(secret, safe=""), "***")
    text = _USER.sub(r"\1***@", text)
    return _QUERY_SECRET.sub(lambda m: m[1] + "***" if _SECRET_NAMES.match(m[2]) else m[0], text)


def is_this_machine(host: str) -> bool:
    """Whether a host, as a name or a number, is the machine that asks."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
