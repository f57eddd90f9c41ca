"""Sends an alert or a digest as one plain mail to all its readers, over TLS.

Comes in: an alert or a digest, CAP files to go with it, a mailbox. Goes out: nothing, or a SendingFault in
words without a secret. Knows nothing about stores. The mail's id is the alert's, so that one sent twice by
mishap is one in a mailbox.
"""

import smtplib
import ssl
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage

from tocsin.brief.alert_text import to_text
from tocsin.sending.faults import SendingFault
from tocsin.sending.receivers import Mailbox
from tocsin.terms import Alert, Digest

SECONDS = 20
CAP_SUBTYPE = "cap+xml"


def send_mail(
    told: Alert | Digest, mailbox: Mailbox, site: str | None, files: Sequence[tuple[str, str]] = ()
) -> None:
    """Hand the alert to the mail server, with these CAP files by name.

    Raises:
        SendingFault: the server did not take it.
    """
    message = write_mail(told, mailbox, site, files)
    try:
        with _connect(mailbox) as server:
            if mailbox.user and mailbox.password:
                server.login(mailbox.user, mailbox.password.get_secret_value())
            server.send_message(message, to_addrs=list(mailbox.readers))
    except smtplib.SMTPAuthenticationError as fault:
        raise SendingFault(f"the mail server refused the sign-in (code {fault.smtp_code})") from None
    except smtplib.SMTPRecipientsRefused as fault:
        raise SendingFault(f"the mail server refused all {len(fault.recipients)} readers") from None
    except smtplib.SMTPResponseException as fault:
        raise SendingFault(f"the mail server answered with code {fault.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as fault:
        raise SendingFault(f"the mail server could not be used ({type(fault).__name__})") from None


def write_mail(
    told: Alert | Digest, mailbox: Mailbox, site: str | None, files: Sequence[tuple[str, str]] = ()
) -> EmailMessage:
    """The alert or digest as a mail: its markings first, in the subject and in the text."""
    message = EmailMessage()
    marking = "".join(f"[{each}] " for each in told.markings)
    message["Subject"] = " ".join(f"{marking}Tocsin: {told.headline}".split())
    message["From"] = mailbox.sender
    message["To"] = ", ".join(mailbox.readers)
    message["Message-ID"] = f"<{told.id}@tocsin.{_domain(mailbox.sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(to_text(told, site))
    for name, xml in files:
        message.add_attachment(xml.encode(), "application", CAP_SUBTYPE, filename=name)
    return message


def _connect(mailbox: Mailbox) -> smtplib.SMTP:
    if mailbox.security == "tls":
        return smtplib.SMTP_SSL(mailbox.host, mailbox.port, timeout=SECONDS, context=_trust(mailbox))
    server = smtplib.SMTP(mailbox.host, mailbox.port, timeout=SECONDS)
    if mailbox.security == "starttls":
        try:
            server.starttls(context=_trust(mailbox))
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server


def _trust(mailbox: Mailbox) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if mailbox.authority is not None:
        context.load_verify_locations(mailbox.authority)
    return context


def _domain(sender: str) -> str:
    return Address(addr_spec=sender.rpartition("<")[2].rstrip(">").strip()).domain
