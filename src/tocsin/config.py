"""Settings from the environment (`TOCSIN_...`), read when a door asks and never at import.

Comes in: the environment. Goes out: a frozen `Settings`. Knows nothing about what the settings are
used for.
"""

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from tocsin.errors import ConfigurationError


class Settings(BaseSettings):
    """What a user may set without an argument; every field is described in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", frozen=True)

    db: str = "tocsin.db"
    max_document_bytes: int = Field(default=20_000_000, gt=0)
    jobs: int = Field(default=1, ge=1)
    fetch_workers: int = Field(default=32, ge=1, le=256)
    fetch_pace_seconds: float = Field(default=1.0, ge=0)
    fetch_seconds: float = Field(default=30.0, gt=0)
    contact: str | None = None


def load_settings() -> Settings:
    """The settings as the environment gives them now.

    Raises:
        ConfigurationError: a variable holds what the setting cannot be.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "TOCSIN_" + "_".join(str(part) for part in first["loc"]).upper()
        message = f"{first['input']!r} will not do: {first['msg'].lower()}"
        raise ConfigurationError(name, message, "change or unset it; docs/settings.md describes it") from None
