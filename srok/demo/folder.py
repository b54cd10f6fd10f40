"""The demo's folder: where its things lie, and clearing away those of an earlier demo and nothing else."""

import shutil
from pathlib import Path

from states.fault import Fault

_MARK = ".made-by-srok-demo"


class DemoFolderTaken(Fault):
    """The folder holds things that no demo made; none of them was touched."""


class DemoFolder:
    """Paths inside the demo's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "srok.db"
        self.letters = folder / "letters"
        self.package = folder / "package"
        self.evidence = folder / "evidence"
        self.prefect = folder / "prefect"
        self.settings = folder / ".env"

    def clear(self) -> bool:
        """Make the folder ready: empty of what an earlier demo made. Whether there was any.

        Raises:
            DemoFolderTaken: it has other things in it, or cannot be written.

        """
        earlier = self.database.exists()
        try:
            self._clear()
        except OSError as fault:
            raise DemoFolderTaken(f"{self.folder}: cannot be written: {fault.strerror}: name another folder") from fault
        return earlier

    def _clear(self) -> None:
        mark = self.folder / _MARK
        if self.folder.exists() and any(self.folder.iterdir()) and not mark.exists():
            raise DemoFolderTaken(f"{self.folder}: has files no demo made: name another folder, srok demo DIR")
        self.folder.mkdir(parents=True, exist_ok=True)
        made = "srok.db, letters, package, evidence, prefect and .env"
        mark.write_text(f"srok demo may remove {made} here\n", encoding="utf-8")
        for folder in (self.letters, self.package, self.evidence, self.prefect):
            shutil.rmtree(folder, ignore_errors=True)
        for file in self.folder.glob("srok.db*"):
            file.unlink()
        self.letters.mkdir()
        settings = f"SROK_DATABASE_URL=sqlite:///{self.database.name}\nSROK_EVIDENCE_DIR={self.evidence.name}\n"
        self.settings.write_text(settings, encoding="utf-8")
