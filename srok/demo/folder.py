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
        mark.write_text("srok demo may remove srok.db, letters, package, evidence and prefect here\n", encoding="utf-8")
        for made in (self.letters, self.package, self.evidence, self.prefect):
            shutil.rmtree(made, ignore_errors=True)
        for made in self.folder.glob("srok.db*"):
            made.unlink()
        self.letters.mkdir()
