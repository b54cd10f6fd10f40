"""Commands about packages that have been assembled."""

from pathlib import Path
from typing import Annotated

import typer

from srok.cli.session import Unsuitable


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

    found = verified(source)
    print(f"order № {found.order}, {found.period}, cut-off {found.cut_off}: {len(found.parts)} parts")
    for names, said in ((found.missing, "missing"), (found.changed, "changed"), (found.added, "not of the package")):
        for name in names:
            print(f"{said}: {name}")
    print(f"SHA-256 of the manifest: {found.sha256}")
    if not found.whole:
        raise Unsuitable(f"{source}: the package is not what was assembled: take it from whoever sent it again")
    if expect is not None and expect.strip().lower() != found.sha256:
        raise Unsuitable(f"{source}: its manifest is not the one expected: the package was made anew")
    print("Nothing has changed since it was assembled.")
