"""Hands one alert to a service that apprise knows: chat, telephone, desktop, many more.

Comes in: an alert or a digest, the service. Goes out: nothing, or a SendingFault in words without a secret.
Redirects are not followed and nothing is kept on disk. Knows nothing about stores.
"""

import logging

from tocsin.brief.alert_text import to_text
from tocsin.sending.faults import SendingFault
from tocsin.sending.receivers import Service
from tocsin.terms import Alert, Digest

SECONDS = 20


def send_notice(told: Alert | Digest, service: Service, site: str | None) -> None:
    """Hand the alert to the service, whose markings come first, in the title and in the text.

    Raises:
        SendingFault: the service did not take it, or apprise does not know it.
    """
    import apprise

    logging.getLogger("apprise").addHandler(logging.NullHandler())  # else it tells stderr by itself
    asset = apprise.AppriseAsset(
        app_id="Tocsin",
        app_desc="Tocsin",
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        http_redirects=False,
        allow_templates=False,
        secure_logging=True,
    )
    bell = apprise.Apprise(asset=asset)
    if not bell.add(service.url.get_secret_value()):
        raise SendingFault("apprise knows no such service, or its address lacks something")
    marking = "".join(f"[{each}] " for each in told.markings)
    try:
        is_taken = bell.notify(
            title=" ".join(f"{marking}{told.headline}".split()),
            body=to_text(told, site),
            body_format=apprise.NotifyFormat.TEXT,
            timeout=SECONDS,
        )
    except (OSError, TypeError, ValueError) as fault:
        raise SendingFault(f"the service could not be used ({type(fault).__name__})") from None
    if not is_taken:
        raise SendingFault("the service did not take it")
