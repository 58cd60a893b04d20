"""The child process that sets papers, so that the window need not: one JSON line a result.

`python -m ui.press FILE LANGUAGE FOLDER WHAT...` where WHAT is a paper of the office, "preflight",
"everything", or "posters@VISIT" for one page ("notices@VISIT" alike). It imports nothing of Qt.
"""

import json
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pypdfium2

from planner.office import Office
from planner.office.errors import PlanBroken

PREFLIGHT, EVERYTHING = "preflight", "everything"


class Teller:
    """Tells the parent how far writing everything is."""

    def step(self, done: float, total: float, code: str) -> None:
        """Report progress; the parent stops this process by ending it."""
        tell({"step": done, "of": total, "name": code})


def main(arguments: Sequence[str]) -> int:
    """Do what was asked, in order; the exit code is 1 when a bug ended it."""
    file, language, folder, *wanted = arguments
    try:
        office = Office.open(Path(file))
        for what in wanted:
            _make(office, what, language, Path(folder))
        office.close()
    except PlanBroken as broken:
        tell({"broken": len(broken.findings)})
    except OSError as error:
        tell({"refused": str(error.filename or folder)})
    except Exception:  # the shell of the process: a bug must reach the log of the window
        sys.stderr.write(traceback.format_exc())
        return 1
    return 0


def _make(office: Office, what: str, language: str, folder: Path) -> None:
    if what == EVERYTHING:
        written = office.export.write_all(folder, language, Teller())
        tell({"written": len(written)})
    elif what == PREFLIGHT:
        problems = office.publicity.preflight(language)
        found = [(p.severity, p.code, p.subject, p.field, p.detail) for p in problems]
        tell({"problems": found})
    elif "@" in what:
        name, _, visit = what.partition("@")
        make = {"posters": office.publicity.posters, "notices": office.publicity.notices}[name]
        path = folder / f"{name}-{language}-one.pdf"
        path.write_bytes(make(language, visit))
        tell({"sample": name, "path": str(path)})
    else:
        data = office.export.paper(what, language)
        path = folder / f"{what}-{language}.pdf"
        path.write_bytes(data)
        starts = find_starts(read_heads(data)) if what == "run-sheets" else []
        tell({"made": what, "path": str(path), "starts": starts})


def read_heads(data: bytes) -> list[str]:
    """Read the first line of every page; "" for an empty one."""
    document = pypdfium2.PdfDocument(data)
    heads = []
    for page in document:
        text = page.get_textpage().get_text_range(0, 120)
        heads.append(text.splitlines()[0] if text.strip() else "")
    return heads


def find_starts(heads: Sequence[str]) -> list[int]:
    """Find the pages on which a new sheet begins: a head unlike that of the page before.

    An empty page belongs to the sheet before it.
    """
    printed = [(number, head) for number, head in enumerate(heads) if head]
    later = (two[0] for one, two in pairwise(printed) if one[1] != two[1])
    return [printed[0][0], *later] if printed else []


def tell(message: dict[str, object]) -> None:
    """Write one line to the parent."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
