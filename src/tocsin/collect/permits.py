"""What one channel's requests may do: the inner host that they may reach, and the credential they carry.

Comes in: a channel's permit, and an address or an answer. Goes out: the same with the credential put in, for
the channel's own host alone, or taken out again. Knows nothing about where credentials lie.
"""

import base64
from typing import NamedTuple
from urllib.parse import quote

from tocsin.collect.addresses import SECRET, host_of, mask
from tocsin.collect.answers import Answer


class Permit(NamedTuple):
    """The inner host:port that a channel names, its credential, and the host:port that gets it."""

    allowed: str = ""
    secret: str | None = None
    home: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not appear in a message."""
        return (self.secret,) if self.secret else ()


def put_secret(url: str, permit: Permit, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The address and headings with the credential: in its place in the address, as Basic or as Bearer."""
    if permit.secret is None or host_of(url) != permit.home:
        return url, headers
    if SECRET in url or quote(SECRET) in url:
        secret = quote(permit.secret, safe="")
        return url.replace(SECRET, secret).replace(quote(SECRET), secret), headers
    if ":" in permit.secret:
        basic = base64.b64encode(permit.secret.encode()).decode("ascii")
        return url, headers | {"Authorization": f"Basic {basic}"}
    return url, headers | {"Authorization": f"Bearer {permit.secret}"}


def hide_secret(answer: Answer, permit: Permit) -> Answer:
    """The answer without the credential, where the server sent it back in an address or a heading."""
    if permit.secret is None:
        return answer
    moved = mask(answer.moved_to, permit.secrets) if answer.moved_to else None
    headers = tuple((name, mask(value, permit.secrets)) for name, value in answer.headers)
    return answer._replace(url=mask(answer.url, permit.secrets), headers=headers, moved_to=moved)
