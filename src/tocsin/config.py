"""Settings from the environment (`TOCSIN_...`), read when a door asks and never at import.

Comes in: the environment. Goes out: a frozen `Settings`. Knows nothing about what the settings are
used for.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tocsin.errors import ConfigurationError
from tocsin.terms import ScaleName


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
    scale: ScaleName | None = None  # over what a watch asks for

    site_address: str = ""  # of the workbench, as receivers of alerts reach it
    feed_key: SecretStr | None = None
    feed_folder: Path | None = None
    alert_step: float = Field(default=0.05, gt=0, lt=1)
    alert_silence_hours: int = Field(default=24, ge=0)
    alert_quiet: str | None = None  # "22:00-07:00"
    alert_time_zone: str = "UTC"
    alert_digest: Literal["none", "hourly", "daily"] = "none"
    alert_digest_at: str = "07:00"
    alert_urgent: Literal["moving", "raised", "high", "never"] = "high"
    alert_sender: str = "desk.invalid"  # in CAP: a name that no other desk has
    mail_from: str = ""
    mail_to: str = ""
    mail_cap: bool = False
    smtp_host: str = ""
    smtp_port: int | None = Field(default=None, gt=0, lt=65536)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_password_file: Path | None = None
    webhook_urls: SecretStr | None = None  # a path may be a secret
    webhook_secret: SecretStr | None = None
    webhook_secret_file: Path | None = None
    webhook_form: Literal["json", "cap"] = "json"
    apprise_urls: SecretStr | None = None  # they hold tokens
    apprise_urls_file: Path | None = None
    certificates_file: Path | None = None

    assist_address: str = ""  # of a model that speaks the OpenAI protocol; empty: off
    assist_model: str = ""
    assist_secret: str | None = None  # env:NAME or file:PATH
    assist_allow_private: bool = False
    assist_seconds: float = Field(default=120.0, gt=0)
    mcp_key: SecretStr | None = Field(default=None, min_length=16)  # of `tocsin mcp --http`

    @field_validator("site_address")
    @classmethod
    def _without_slash(cls, address: str) -> str:
        if address and not address.startswith(("http://", "https://")):
            raise ValueError("it is not an http(s) address")
        return address.rstrip("/")


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
        is_secret = any(word in name for word in ("PASSWORD", "SECRET", "KEY", "WEBHOOK", "APPRISE"))
        given = "what it holds" if is_secret else repr(first["input"])
        message = f"{given} will not do: {first['msg'].lower()}"
        raise ConfigurationError(name, message, "change or unset it; docs/settings.md describes it") from None
