"""Runs the whole pipeline on real text that is not part of this repository.

    python examples/real_data/run.py --handbook /usr/share/doc/debian-handbook/html/es-ES \\
        --recipes recetasabuela_es.csv --truthfulqa en.json --into real-data

The inputs: the Spanish edition of Debian's `debian-handbook` (apt-get install debian-handbook), the recipes of a
#Somos600M hackathon team (CSV: Nombre, Ingredientes, Pasos; CC0-1.0), and the English TruthfulQA of
hitz-zentroa/truthfulqa-multi (JSON; Apache-2.0). The reviewers are simulated, and labelled so.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from minga.cli.session import Session
from minga.cli.steps import run_several
from minga.errors import MingaError
from minga.steps import STEPS

HERE = Path(__file__).resolve().parent
CHAPTERS = 8
"""Handbook chapters to read: the largest files, in the order of their names."""


def main() -> int:
    """Prepare the project, run every step and print what it made. Exit code 2 when an input is absent."""
    options = _options()
    absent = [path for path in (options.handbook, options.recipes, options.truthfulqa) if not path.exists()]
    if absent:
        for path in absent:
            sys.stderr.write(f"absent: {path}\n")
        sys.stderr.write("where to find the inputs: python examples/real_data/run.py --help\n")
        return 2
    session = Session(folder=_prepare(options))
    try:
        pipeline = session.pipeline()
        pipeline.simulated = True
        outcome, _ = run_several(session, pipeline, list(STEPS))
    except MingaError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    print(f"\nall of it in {session.project.root}; look at it: minga serve --project {options.into}")
    return outcome.exit_code


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--handbook", type=Path, required=True, help="folder with the handbook's HTML files")
    parser.add_argument("--recipes", type=Path, required=True, help="the recipes as CSV")
    parser.add_argument("--truthfulqa", type=Path, required=True, help="TruthfulQA as JSON")
    parser.add_argument("--into", type=Path, default=Path("real-data"), help="the project's folder")
    return parser.parse_args()


def _prepare(options: argparse.Namespace) -> Path:
    """The project's folder with copies of the inputs; running again keeps what was made."""
    documents = options.into / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    chapters = sorted(options.handbook.glob("*.html"), key=lambda path: path.stat().st_size)[-CHAPTERS:]
    for source, target in (
        (HERE / "minga.toml", options.into / "minga.toml"),
        (options.recipes, options.into / "recetas.csv"),
        (options.truthfulqa, options.into / "truthfulqa.json"),
        *((chapter, documents / chapter.name) for chapter in chapters),
    ):
        shutil.copyfile(source, target)
    return options.into


if __name__ == "__main__":
    sys.exit(main())
