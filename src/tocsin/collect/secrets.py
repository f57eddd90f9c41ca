"""Fetch a credential from where its reference says that it lies: `env:NAME` or `file:PATH`.

Comes in: a reference. Goes out: the credential, for one request, never to be stored or shown. Knows
nothing about what it opens; its errors name the reference alone.
"""

import os
from pathlib import Path

from tocsin.errors import ConfigurationError

_LONGEST = 10_000  # bytes
_FORMS = "give env:NAME for a variable of the environment, or file:PATH for a file that holds only the secret"


def check_reference(reference: str | None) -> None:
    """Refuse what is no reference, in all likelihood the secret itself; it is not shown.

    Raises:
        ConfigurationError: it has neither form.
    """
    if reference is None:
        return
    kind, _, place = reference.partition(":")
    if kind not in ("env", "file") or not place.strip():
        raise ConfigurationError("--secret", "this is no reference to a secret", _FORMS)


def resolve_secret(reference: str | None) -> str | None:
    """The credential that the reference leads to; None for no reference.

    Raises:
        ConfigurationError: nothing lies there.
    """
    if reference is None:
        return None
    check_reference(reference)
    kind, _, place = reference.partition(":")
    secret = os.environ.get(place) if kind == "env" else _read(place, reference)
    if not secret or not secret.strip():
        raise ConfigurationError(reference, "holds no secret", "set it and run again")
    return secret.strip()


def _read(place: str, reference: str) -> str:
    try:
        with Path(place).expanduser().open("rb") as file:
            return file.read(_LONGEST).decode()
    except (OSError, ValueError) as fault:
        name = type(fault).__name__
        raise ConfigurationError(
            reference, f"cannot be read ({name})", "check the file and its permissions"
        ) from None
