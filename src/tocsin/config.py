"""Settings from the environment (`TOCSIN_...`), read when a door asks and never at import.

Comes in: the environment. Goes out: a frozen `Settings`. Knows nothing about what the settings are
used for.
"""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a user may set without an argument; every field is described in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", frozen=True)

    db: str = "tocsin.db"
    log_level: str = "warning"
    max_document_bytes: int = 20_000_000
    jobs: int = 1


def load_settings() -> Settings:
    """The settings as the environment gives them now."""
    return Settings()
