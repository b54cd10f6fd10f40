"""Makes the corpus's documents of their sources: `.venv/bin/python -m tests.plans.samples.make_samples [NAME…]`. The
expected readings are not made: they are worked out by hand. LibreOffice is needed for the `.ods` and the PDF.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.plans.samples.make_docx import write_docx
from tests.plans.samples.make_xlsx import write_xlsx

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
Maker = Callable[[Path, Path], None]


def text_in(encoding: str) -> Maker:
    """A maker of plain text, or of HTML as it is written."""

    def make(source: Path, target: Path) -> None:
        target.write_bytes(source.read_text(encoding="utf-8").encode(encoding))

    return make


def by_office(write: Maker, suffix: str, to: str) -> Maker:
    """A maker that lets LibreOffice, in a profile of its own, convert what `write` has made."""

    def make(source: Path, target: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / f"{target.stem}{suffix}"
            write(source, made)
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(target.parent), str(made)]
            subprocess.run(command, check=True, capture_output=True, timeout=180)

    return make


word_as_pdf = by_office(write_docx, ".docx", "pdf")
page_as_pdf = by_office(text_in("utf-8"), ".html", "pdf:writer_web_pdf_Export")
MAKERS: dict[str, tuple[str, Maker]] = {
    "kluchegradsk.docx": ("kluchegradsk.docx.txt", write_docx),
    "talnikovsk.docx": ("talnikovsk.docx.txt", write_docx),
    "mshanogorsk.docx": ("mshanogorsk.docx.txt", write_docx),
    "kedropolye.docx": ("kedropolye.docx.txt", write_docx),
    "lisogorsk.docx": ("lisogorsk.docx.txt", write_docx),
    "grachevnitsk.docx": ("grachevnitsk.docx.txt", write_docx),
    "ryabinovodsk.xlsx": ("ryabinovodsk.xlsx.txt", write_xlsx),
    "staropolozovsk.xlsx": ("staropolozovsk.xlsx.txt", write_xlsx),
    "podlipetsk.ods": ("podlipetsk.ods.txt", by_office(write_xlsx, ".xlsx", "ods")),
    "verkhneluga.html": ("verkhneluga.html.txt", text_in("utf-8")),
    "sosnoyarsk.html": ("sosnoyarsk.html.txt", text_in("windows-1251")),
    "vetlogorye.txt": ("vetlogorye.cp1251.txt", text_in("windows-1251")),
    "ozernitsk.txt": ("ozernitsk.txt", text_in("utf-8-sig")),
    "studenobrodsk.txt": ("studenobrodsk.txt", text_in("utf-8")),
    "polyninsk.txt": ("polyninsk.utf16.txt", text_in("utf-16")),
    "olhovets.txt": ("olhovets.txt", text_in("utf-8")),
    "letter.txt": ("letter.txt", text_in("utf-8")),
    "zhuravlinets.pdf": ("zhuravlinets.docx.txt", word_as_pdf),
    "belosvirsk.pdf": ("belosvirsk.html.txt", page_as_pdf),
    "belosvirsk-bare.pdf": ("belosvirsk-bare.html.txt", page_as_pdf),
}
BYTE_FOR_BYTE = tuple(name for name in MAKERS if name.endswith((".docx", ".html", ".txt")))


def make_sample(name: str, folder: Path = HERE) -> Path:
    """Make one document; `BYTE_FOR_BYTE` are those that come out the same wherever they are made."""
    source, make = MAKERS[name]
    make(SOURCES / source, folder / name)
    return folder / name


if __name__ == "__main__":
    for one in sys.argv[1:] or MAKERS:
        make_sample(one)
