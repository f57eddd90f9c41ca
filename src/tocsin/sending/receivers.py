"""Who gets alerts, as the settings say: one mail to all its readers, and any number of webhooks.

Comes in: settings. Goes out: receivers, each with a name that holds no secret. Knows nothing about how
mail or webhooks work; a wrong setting stops before any work, in one line that shows no secret.
"""

import hashlib
import ipaddress
from pathlib import Path
from typing import NamedTuple, NoReturn
from urllib.parse import urlsplit

from pydantic import SecretStr

from tocsin.config import Settings
from tocsin.errors import ConfigurationError

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


class Webhook(NamedTuple):
    """Where a signed message is posted to."""

    name: str
    url: SecretStr  # its path may be a secret
    secret: SecretStr
    authority: Path | None


Receiver = Mailbox | Webhook


def find_receivers(settings: Settings) -> tuple[Receiver, ...]:
    """Every receiver that the settings name.

    Raises:
        ConfigurationError: a receiver is named by half, or would get alerts or secrets in the clear.
    """
    mail = [_mailbox(settings)] if settings.smtp_host or settings.mail_to else []
    urls = settings.webhook_urls.get_secret_value().split() if settings.webhook_urls else []
    return (*mail, *(_webhook(settings, url) for url in urls))


def _mailbox(settings: Settings) -> Mailbox:
    for name, value in (("smtp_host", settings.smtp_host), ("mail_from", settings.mail_from)):
        if not value:
            _refuse(name, "is not set, and mail needs it", "set it, or unset the other mail settings")
    readers = tuple(settings.mail_to.replace(",", " ").split())
    if not readers:
        _refuse("mail_to", "names nobody", "name at least one address")
    if settings.smtp_security == "none" and not _is_this_machine(settings.smtp_host):
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
    )


def _webhook(settings: Settings, url: str) -> Webhook:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        _refuse("webhook_urls", "holds what is no https address", "give addresses with spaces between")
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        _refuse("webhook_urls", f"would send to {parts.hostname} in the clear", "give an https address")
    secret = _secret("webhook_secret", settings.webhook_secret, settings.webhook_secret_file)
    if secret is None or len(secret.get_secret_value()) < 16:
        _refuse(
            "webhook_secret", "is shorter than 16 characters", "set a long random one, known to the receiver"
        )
    name = f"webhook {parts.hostname} {hashlib.sha256(url.encode()).hexdigest()[:6]}"
    return Webhook(name=name, url=SecretStr(url), secret=secret, authority=settings.certificates_file)


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


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse(name: str, what: str, remedy: str) -> NoReturn:
    raise ConfigurationError(f"TOCSIN_{name.upper()}", what, remedy)
