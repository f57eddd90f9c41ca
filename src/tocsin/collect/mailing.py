"""Take what came into a mailbox since it was last looked at.

Comes in: a channel whose address is an IMAP folder, and the cursor of the last reading. Goes out: the new
messages as documents. Knows nothing about how IMAP is spoken.
"""

import datetime as dt
from collections.abc import Iterator

from tocsin.collect.addresses import mask
from tocsin.collect.imap import fetch_post
from tocsin.collect.intake import Collected, Intake
from tocsin.collect.mailboxes import read_message
from tocsin.collect.polled import Polled, permit_of
from tocsin.collect.web import Web
from tocsin.errors import ConfigurationError, UnreadableDocument
from tocsin.terms import Channel, ChannelState, Problem


def poll_mailbox(channel: Channel, state: ChannelState, now: dt.datetime, web: Web) -> Polled:
    """The messages that came since the channel's cursor.

    Raises:
        FetchFault: the mailbox cannot be read.
        ConfigurationError: it has no password.
    """
    permit = permit_of(channel)
    if permit.secret is None:
        raise ConfigurationError(
            mask(channel.address), "has no password", "name where it lies: --secret env:NAME or file:PATH"
        )
    post = fetch_post(
        channel.address,
        permit.secret,
        state.cursor,
        allowed=permit.allowed,
        resolve=web.resolve,
        tls=web.tls,
        seconds=web.limits.seconds,
        most=web.limits.items,
        max_bytes=web.limits.max_bytes,
    )
    where = mask(channel.address, permit.secrets)
    intake = Intake(outlet=channel.outlet, published=None, today=now.date())
    documents: list[tuple[tuple[str, ...], Collected]] = []
    problems: list[Problem] = []
    for mail in post.messages:
        for found in _admit_mail(mail.uid, mail.data, where, intake, now, web.limits.max_bytes):
            if isinstance(found, Problem):
                problems.append(found)
            elif found.document.id not in state.seen:
                documents.append(((found.document.id,), found))
    return Polled(
        channel,
        state.model_copy(update={"cursor": post.cursor}),
        documents=tuple(documents),
        problems=tuple(problems),
        is_whole=True,
        more=len(post.messages) >= web.limits.items,
    )


def _admit_mail(
    uid: int, data: bytes | None, where: str, intake: Intake, now: dt.datetime, max_bytes: int
) -> Iterator[Collected | Problem]:
    place = f"{where}#{uid}"
    if data is None:
        yield Problem(where=place, what="is over the limit or was taken away", remedy="take it by hand")
        return
    found = read_message(data, place, uid, max_bytes)
    if isinstance(found, UnreadableDocument):
        yield Problem(where=found.where, what=found.what, remedy=found.remedy)
        return
    draft = found.draft.model_copy(update={"first_seen": now.isoformat()})
    yield from intake.admit(draft, found.kept, found.draft.name or f"mail-{uid}", place)
