"""Refuses what is sent in too large a piece, before it is held in memory: by its length, and as it comes.

Comes in: an application and a number of bytes. Goes out: the same, for requests of that size at the most.
Knows nothing about what is sent.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tocsin.web.faults import problem_answer

LARGEST = 1_000_000  # bytes of a request's body


class TooLarge(Exception):
    """More came than may."""


class Bounded:
    """Lets bodies through up to a size."""

    def __init__(self, app: ASGIApp, *, largest: int = LARGEST) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 as soon as it is clear that too much comes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = problem_answer(413, "Too large", f"send {self.largest} bytes at the most")
        headers, came, has_begun = Headers(scope=scope), 0, False
        told = headers.get("content-length", "0")
        if not told.isdigit() or int(told) > self.largest or headers.get("content-encoding"):
            await refused(scope, receive, send)
            return

        async def receive_bounded() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > self.largest:
                raise TooLarge
            return message

        async def send_noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive_bounded, send_noting)
        except TooLarge:
            if not has_begun:
                await refused(scope, receive, send)
