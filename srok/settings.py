"""Settings from the environment (`SROK_…`) or a `.env` file, read once at the edge and handed on as values."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from notifications.message import AddressUnusable, address, mailbox


class Settings(BaseSettings):
    """Everything an administrator may set. Each is described in the README; a test holds the two together."""

    model_config = SettingsConfigDict(env_prefix="SROK_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field(default="sqlite:///srok.db", description="Where Srok keeps its data")
    smtp_url: str = Field(
        default="smtp://localhost:25",
        description="The mail relay: smtp://, smtp+starttls:// or smtps://, with user:password@ where it asks for them",
    )
    mail_from: str = Field(default="Срок <srok@localhost.example>", description="Who letters come from")
    admin_email: str = Field(default="", description="Who is told of dead letters and a relay at fault; empty: nobody")
    letters_per_minute: int = Field(
        default=0, ge=0, description="How many letters may leave in a minute; 0 is no limit"
    )
    timezone: str = Field(default="Europe/Moscow", description="The zone in which a plan's days begin and end")
    evidence_dir: Path = Field(default=Path("evidence"), description="Where confirming documents are kept")
    packages_dir: Path = Field(default=Path("packages"), description="Where packages are put on reporting days")
    desk_port: int = Field(default=8080, gt=0, lt=65536, description="Where `srok up` shows its page and /healthz")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise ValueError(f"no time zone {name!r}: write it as in Asia/Tomsk") from fault
        return name

    @field_validator("admin_email")
    @classmethod
    def _an_address_or_none(cls, email: str) -> str:
        try:
            return address(email).addr_spec if email.strip() else ""
        except AddressUnusable as fault:
            raise ValueError(f"{fault}: write it as admin@city.example") from fault

    @field_validator("mail_from")
    @classmethod
    def _a_mailbox(cls, sender: str) -> str:
        try:
            mailbox(sender)
        except AddressUnusable as fault:
            raise ValueError(f"{fault}: write it as Срок <srok@city.example>") from fault
        return sender

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.timezone)
