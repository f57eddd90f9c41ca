"""Who gets alerts, as the settings say: one mail to all its readers, any number of webhooks and services.

Comes in: settings. Goes out: receivers, each with a name that holds no secret. Knows nothing about how
mail, webhooks or services work; a wrong setting stops before any work, in one line that shows no secret.
"""

import hashlib
import importlib.util
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr

from tocsin.collect.addresses import is_this_machine
from tocsin.config import Settings
from tocsin.errors import ConfigurationError

IN_THE_CLEAR = ("json", "xml", "form", "mailto", "ntfy", "gotify", "matrix", "rocket", "mmost", "apprise")
PORTS = {"starttls": 587, "tls": 465, "none": 25}


class Mailbox(NamedTuple):
    """Where mail goes out and to whom."""

    name: str
    host: str
    port: int
    security: str  # starttls, tls, or none (this machine only)
    user: str | None
    password: SecretStr | None
    sender: str
    readers: tuple[str, ...]
    authority: Path | None  # certificates to trust beside the system's
    has_cap: bool = False  # each alert also as a CAP file


class Webhook(NamedTuple):
    """Where a signed message is posted to."""

    name: str
    url: SecretStr  # its path may be a secret
    secret: SecretStr
    authority: Path | None
    form: Literal["json", "cap"] = "json"


class Service(NamedTuple):
    """One of the services that apprise knows, by its address there."""

    name: str
    url: SecretStr  # holds tokens


Receiver = Mailbox | Webhook | Service


def find_receivers(settings: Settings) -> tuple[Receiver, ...]:
    """Every receiver that the settings name.

    Raises:
        ConfigurationError: a receiver is named by half, or would get alerts or secrets in the clear.
    """
    urls = settings.webhook_urls.get_secret_value().split() if settings.webhook_urls else []
    named = _secret("apprise_urls", settings.apprise_urls, settings.apprise_urls_file)
    services = named.get_secret_value().split() if named else []
    found: list[Receiver] = [_mailbox(settings)] if settings.smtp_host or settings.mail_to else []
    found += [_webhook(settings, url) for url in urls]
    found += [_service(url) for url in services]
    _refuse_twice(found)
    return tuple(found)


def _mailbox(settings: Settings) -> Mailbox:
    for name, value in (("smtp_host", settings.smtp_host), ("mail_from", settings.mail_from)):
        if not value:
            _refuse(name, "is not set, and mail needs it", "set it, or unset the other mail settings")
    readers = tuple(settings.mail_to.replace(",", " ").split())
    if not readers:
        _refuse("mail_to", "names nobody", "name at least one address")
    if settings.smtp_security == "none" and not is_this_machine(settings.smtp_host):
        _refuse("smtp_security", "none is for a mail server on this machine only", "use starttls or tls")
    return Mailbox(
        name="mail",
        host=settings.smtp_host,
        port=settings.smtp_port or PORTS[settings.smtp_security],
        security=settings.smtp_security,
        user=settings.smtp_user or None,
        password=_secret("smtp_password", settings.smtp_password, settings.smtp_password_file),
        sender=settings.mail_from,
        readers=readers,
        authority=settings.certificates_file,
        has_cap=settings.mail_cap,
    )


def _webhook(settings: Settings, url: str) -> Webhook:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        _refuse("webhook_urls", "holds what is no https address", "give addresses with spaces between")
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        _refuse("webhook_urls", f"would send to {parts.hostname} in the clear", "give an https address")
    secret = _secret("webhook_secret", settings.webhook_secret, settings.webhook_secret_file)
    if secret is None or len(secret.get_secret_value()) < 16:
        _refuse(
            "webhook_secret", "is shorter than 16 characters", "set a long random one, known to the receiver"
        )
    return Webhook(
        name=f"webhook {parts.hostname} {_mark(url)}",
        url=SecretStr(url),
        secret=secret,
        authority=settings.certificates_file,
        form=settings.webhook_form,
    )


def _service(url: str) -> Service:
    if importlib.util.find_spec("apprise") is None:
        _refuse("apprise_urls", "needs apprise, which is not installed", "pip install 'tocsin[alerts]'")
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if not scheme or "://" not in url:
        _refuse("apprise_urls", "holds what is no address of a service", "see the page on alerts")
    if scheme in IN_THE_CLEAR and not is_this_machine(parts.hostname or ""):
        _refuse("apprise_urls", f"would send by {scheme}:// in the clear", f"use {scheme}s://")
    return Service(name=f"apprise {scheme} {_mark(url)}", url=SecretStr(url))


def _refuse_twice(found: Sequence[Receiver]) -> None:
    """One place named in two ways would get everything twice."""
    places = [place for each in found for place in _places(each)]
    for place in places:
        if places.count(place) > 1:
            _refuse("apprise_urls", "names a receiver that mail or a webhook names too", "name it once")


def _places(receiver: Receiver) -> tuple[str, ...]:
    """Where it leads, written so that two ways to one place look alike."""
    if isinstance(receiver, Mailbox):
        return tuple(f"mail {parseaddr(reader)[1].lower()}" for reader in receiver.readers)
    parts = urlsplit(receiver.url.get_secret_value())
    scheme = parts.scheme.lower()
    if scheme in ("mailto", "mailtos"):
        readers = [reader for each in parse_qs(parts.query).get("to", []) for reader in each.split(",")]
        own = f"{parts.username or ''}@{parts.hostname or ''}"
        return tuple(f"mail {reader.strip().lower()}" for reader in readers or [own])
    if scheme in ("http", "https", "json", "jsons"):
        port = parts.port or (443 if scheme in ("https", "jsons") else 80)
        return (f"web {parts.hostname}:{port}{parts.path.rstrip('/')}",)
    return (f"{scheme} {_mark(receiver.url.get_secret_value())}",)


def _mark(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:6]


def _secret(name: str, given: SecretStr | None, file: Path | None) -> SecretStr | None:
    """The secret from its variable, or from the file that another variable names."""
    if file is None:
        return given
    try:
        return SecretStr(file.read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError) as fault:
        _refuse(
            f"{name}_file", f"cannot be read ({type(fault).__name__})", "name a file of text with the secret"
        )


def _refuse(name: str, what: str, remedy: str) -> NoReturn:
    raise ConfigurationError(f"TOCSIN_{name.upper()}", what, remedy)
