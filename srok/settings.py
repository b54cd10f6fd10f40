"""Settings from the environment (`SROK_…`) or a `.env` file, read once at the edge and handed on as values."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from notifications.message import AddressUnusable, address, mailbox

_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?")


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
    templates: Path | None = Field(default=None, description="The folder of the office's own templates of letters")
    public_url: str = Field(default="", description="Where people reach the desk; letters carry links where it is set")
    link_days: int = Field(default=60, ge=1, le=366, description="For how many days a link in a letter opens something")
    attachments_mib: int = Field(
        default=10, ge=0, le=100, description="How much a letter with a package takes along; beyond, it carries a link"
    )
    evidence_dir: Path = Field(default=Path("evidence"), description="Where confirming documents are kept")
    packages_dir: Path = Field(default=Path("packages"), description="Where packages are put on reporting days")
    backups_dir: Path = Field(default=Path("backups"), description="Where copies of everything are kept")
    desk_port: int = Field(default=8080, gt=0, lt=65536, description="The port of the desk and of /healthz")

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

    @field_validator("templates", mode="before")
    @classmethod
    def _a_folder_or_none(cls, folder: object) -> object:
        return folder or None

    @field_validator("public_url")
    @classmethod
    def _a_web_address_or_none(cls, url: str) -> str:
        url = url.strip().rstrip("/")
        if url and not _WEB_ADDRESS.fullmatch(url):
            raise ValueError(f"{url!r} is no address of a web site: write it as https://srok.city.example")
        return url

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
