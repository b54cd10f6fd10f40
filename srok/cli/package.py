"""Commands about packages that need no database: proving that nothing changed, checking templates."""

from pathlib import Path
from typing import Annotated

import typer

from srok.cli.session import Unsuitable, settings


def verify(
    source: Annotated[Path, typer.Argument(metavar="DIR|ZIP", help="The folder of a package, or that as a zip.")],
    expect: Annotated[
        str | None, typer.Option("--expect", metavar="SHA256", help="The SHA-256 its manifest had when it was made.")
    ] = None,
) -> None:
    """Prove that nothing of a package has changed.

    Every part is compared with the manifest. A manifest that was made anew is found with --expect only.
    """
    from reporting.verifying import verify as verified
    from reporting.words import clean

    found = verified(source)
    # what comes from outside is shown on the line it belongs to, whatever signs it holds
    print(clean(f"order № {found.order}, {found.period}, cut-off {found.cut_off}: {len(found.parts)} parts"))
    for names, said in ((found.missing, "missing"), (found.changed, "changed"), (found.added, "not of the package")):
        for name in names:
            print(clean(f"{said}: {name}"))
    print(f"SHA-256 of the manifest: {found.sha256}")
    if not found.whole:
        raise Unsuitable(f"{source}: the package is not what was assembled: take it from whoever sent it again")
    if expect is not None and expect.strip().lower() != found.sha256:
        raise Unsuitable(f"{source}: its manifest is not the one expected: the package was made anew")
    print("Nothing has changed since it was assembled.")


def check_templates() -> None:
    """Check the office's own letter.docx and summary.docx in the folder of SROK_TEMPLATES.

    What is wrong is said by file and paragraph; they are also tried with a package like a real one.
    """
    from reporting.as_docx import LETTER, SUMMARY, template_problems
    from reporting.sample_package import sample_package

    folder = settings().templates
    if folder is None:
        print("SROK_TEMPLATES is not set: packages are made of Srok's own templates")
        return
    found = template_problems(folder, sample_package())
    for one in found:
        typer.echo(f"srok: {one}", err=True)
    if found:
        raise Unsuitable(f"SROK_TEMPLATES: {folder}: no package can be assembled until this is mended in Word")
    own = [name for name in (LETTER, SUMMARY) if (folder / name).is_file()]
    print(f"{folder}: {', '.join(own) or 'no templates of packages'}: in use")
