"""Asks the model one thing and takes its answer apart: within limits, a few times at most, never elsewhere.

Comes in: a task in our words, material fenced as data, the shape that the answer must have. Goes out: the
answer in that shape, or a ModelFault in one line. Redirects are not followed and proxies of the environment
not used. Knows nothing about what is asked for.
"""

import json
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError

from tocsin.assist.address import ModelAddress
from tocsin.assist.prompts import rules
from tocsin.collect.connecting import AddressRefused, CheckedBackend, NameUnknown, Resolve, look_up
from tocsin.collect.secrets import resolve_secret
from tocsin.collect.wire import CheckedTransport
from tocsin.errors import TocsinError

LARGEST = 1_000_000  # bytes of one answer
TRIES = 3
PASSING = (408, 425, 429, 500, 502, 503, 504)
_FENCED = re.compile(r"^\s*```(?:json)?\s*\n(.*)\n\s*```\s*$", re.DOTALL)

Shape = TypeVar("Shape", bound=BaseModel)


class ModelFault(TocsinError):
    """The model gave nothing that can be used; nothing else is harmed by it."""

    def __init__(self, where: str, what: str, remedy: str, *, is_passing: bool = False) -> None:
        self.is_passing = is_passing
        super().__init__(where, what, remedy)


class Answered(BaseModel):
    """The base of every shape of an answer: what is not asked for is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Model:
    """One model at one address; close it, or use it in a `with`."""

    def __init__(
        self,
        address: ModelAddress,
        *,
        resolve: Resolve = look_up,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address, self._pause = address, pause
        self._backend = CheckedBackend(resolve)
        transport = CheckedTransport(self._backend, ssl.create_default_context())
        self._client = httpx2.Client(transport=transport, trust_env=False, follow_redirects=False)

    def __enter__(self) -> "Model":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, task: str, material: str, shape: type[Shape]) -> Shape:
        """The answer to one task on fenced material.

        Raises:
            ModelFault: there is none that can be used.
            ConfigurationError: its credential lies nowhere.
        """
        for number in range(1, TRIES + 1):
            try:
                return self._shaped(self._content(self._post(task, material)), shape)
            except ModelFault as fault:
                if not fault.is_passing or number == TRIES:
                    raise
                self._pause(float(2 ** (number - 1)))
        raise AssertionError("the last try neither answered nor failed")

    def _post(self, task: str, material: str) -> bytes:
        asked = {
            "model": self.address.model,
            "messages": [
                {"role": "system", "content": f"{rules()}\n\n{task}"},
                {"role": "user", "content": material},
            ],
            "temperature": 0,
            "stream": False,
        }
        secret = resolve_secret(self.address.secret)
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        seconds = self.address.seconds
        with (
            self._naming_faults(),
            self._backend.bounded(seconds, self.address.allowed),
            self._client.stream(
                "POST", self.address.url, json=asked, headers=headers, timeout=seconds
            ) as response,
        ):
            if response.status_code != 200:
                is_passing = response.status_code in PASSING
                raise self._fault(f"answered with HTTP {response.status_code}", is_passing=is_passing)
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise self._fault(f"sent more than {LARGEST // 1000} kB")
            return bytes(body)

    def _content(self, body: bytes) -> str:
        """The text of the first choice."""
        try:
            told: Any = json.loads(body)
            choice = told["choices"][0]
            content = choice["message"]["content"]
            is_cut = choice.get("finish_reason") == "length"
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise self._fault("answered in another form than the protocol's") from None
        if is_cut:
            raise self._fault("stopped in the middle of its answer")
        if not isinstance(content, str):
            raise self._fault("answered without text")
        return content

    def _shaped(self, content: str, shape: type[Shape]) -> Shape:
        fenced = _FENCED.match(content)
        try:
            return shape.model_validate_json(fenced[1] if fenced else content)
        except (ValidationError, RecursionError):
            raise self._fault("answered something else than what was asked for") from None

    def _fault(self, what: str, *, is_passing: bool = False) -> ModelFault:
        remedy = "try again later" if is_passing else "try another model, or do without"
        return ModelFault(
            f"model {self.address.model} at {self.address.host}", what, remedy, is_passing=is_passing
        )

    @contextmanager
    def _naming_faults(self) -> Iterator[None]:
        try:
            yield
        except AddressRefused:
            what = "stands at an inner address, which is refused"
            where = f"model {self.address.model} at {self.address.host}"
            remedy = "if you mean it, set TOCSIN_ASSIST_ALLOW_PRIVATE=true"
            raise ModelFault(where, what, remedy) from None
        except NameUnknown as fault:
            raise self._fault("has a host that is unknown", is_passing=fault.is_passing) from None
        except httpx2.TimeoutException:
            raise self._fault(f"did not answer within {self.address.seconds:g} seconds") from None
        except httpx2.HTTPError as fault:
            is_passing = isinstance(fault, httpx2.NetworkError)
            raise self._fault(f"cannot be used ({type(fault).__name__})", is_passing=is_passing) from None
