"""Posts an alert or a digest as JSON or CAP, signed against forgery and replay.

Comes in: an alert or a digest, a webhook, the moment. Goes out: nothing, or a SendingFault in plain words.
The signature is HMAC-SHA256 over `<timestamp>.<body>` with the shared secret. Redirects are not followed.
Knows nothing about stores.
"""

import datetime as dt
import hashlib
import hmac
import http.client
import json
import ssl
from urllib.parse import urlsplit

from tocsin.sending.faults import SendingFault
from tocsin.sending.receivers import Webhook
from tocsin.terms import Alert, Digest

SECONDS = 20
JSON = "application/json; charset=utf-8"
CAP = "application/cap+xml; charset=utf-8"
TOLERANCE = 300  # seconds by which a receiver should let a timestamp differ from its clock


def post_alert(
    told: Alert | Digest, webhook: Webhook, site: str | None, *, at: dt.datetime, cap: str | None = None
) -> None:
    """Post the alert, as CAP where that is given; anything but a 2xx answer is a fault.

    Raises:
        SendingFault: the receiver did not take it.
    """
    body = cap.encode() if cap is not None else write_body(told, site)
    timestamp = str(int(at.timestamp()))
    headers = {
        "Content-Type": JSON if cap is None else CAP,
        "User-Agent": "tocsin",
        "Tocsin-Id": told.id,
        "Tocsin-Timestamp": timestamp,
        "Tocsin-Signature": sign(webhook.secret.get_secret_value(), timestamp, body),
    }
    try:
        status = _post(webhook, body, headers)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise SendingFault(f"the receiver could not be reached ({type(fault).__name__})") from None
    if not 200 <= status < 300:
        raise SendingFault(f"the receiver answered with status {status}")


def write_body(told: Alert | Digest, site: str | None) -> bytes:
    """What is posted: the alert, with the whole address of the page it leads to where that is known."""
    body = told.model_dump(mode="json")
    body["address"] = f"{site}{told.path}" if site else None
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256 of `<timestamp>.<body>`, in hexadecimal."""
    code = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"v1={code.hexdigest()}"


def _post(webhook: Webhook, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(webhook.url.get_secret_value())
    host = parts.hostname or ""
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        if webhook.authority is not None:
            context.load_verify_locations(webhook.authority)
        connection = http.client.HTTPSConnection(host, parts.port, timeout=SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()
