"""The one address of a language model that the user names: off until it is named, and checked before use.

Comes in: settings. Goes out: the address with what is needed to ask there, or one line of what is wrong. Its
credential stays where it lies until a request needs it. Knows nothing about requests.
"""

from typing import NamedTuple, NoReturn

from tocsin.collect.addresses import host_of, is_this_machine, mask, urlsplit_safely
from tocsin.collect.secrets import check_reference
from tocsin.config import Settings
from tocsin.errors import ConfigurationError

PLACE = "/chat/completions"


class ModelAddress(NamedTuple):
    """Where one model is asked, and what it may reach and carry."""

    url: str
    model: str
    host: str  # host:port, by which it is named wherever its output is shown
    allowed: str  # the host:port that may be an inner one
    secret: str | None  # where its credential lies
    seconds: float  # for one whole answer


def find_model(settings: Settings) -> ModelAddress:
    """The model that the settings name.

    Raises:
        ConfigurationError: none is named, or the address would not do.
    """
    address = settings.assist_address.strip()
    if not address:
        _refuse("address", "names no model, so nothing was asked", "name one; docs/assist.md says how")
    parts = urlsplit_safely(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        _refuse("address", f"{mask(address)[:100]!r} is no web address", "write it as https://host/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        remedy = "leave it out; name where a key lies with TOCSIN_ASSIST_SECRET"
        _refuse("address", "holds a user name, a password or a query", remedy)
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        _refuse("address", f"would send to {parts.hostname} in the clear", "give an https address")
    if not settings.assist_model.strip():
        _refuse("model", "names no model", "give the name by which the server knows it")
    check_reference(settings.assist_secret)
    url = address.rstrip("/")
    return ModelAddress(
        url=url if url.endswith(PLACE) else url + PLACE,
        model=settings.assist_model.strip(),
        host=host_of(url),
        allowed=host_of(url) if settings.assist_allow_private else "",
        secret=settings.assist_secret,
        seconds=settings.assist_seconds,
    )


def _refuse(name: str, what: str, remedy: str) -> NoReturn:
    raise ConfigurationError(f"TOCSIN_ASSIST_{name.upper()}", what, remedy)
