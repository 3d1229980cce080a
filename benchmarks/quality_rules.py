"""How often each rule of quality lets clean human texts go, and how fast all measures are.

The texts: what is under `usr` of the Debian packages `debian-handbook` (es, ca is hardly translated, pt-BR) and
`gnome-user-docs` (es, ca, gl, pt), unpacked with `dpkg -x` into `--texts`; recipes and TruthfulQA (es, ca) of `--data`.
A record is a section, a help page, a recipe, a right answer. Every rule is asked about every record, those too that are
off by default, with the thresholds of STRICT.

Last line: JSON with records, drops by rule with and without STRICT, and `records_per_cpu_second` (the whole of
`minga.curate.quality`, answers of about 100 words, one process).
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
from bs4 import BeautifulSoup

from minga.curate.example import Example, examples_of
from minga.curate.quality import QUALITY, quality_rules
from minga.curate.rules import Rule, annotated
from minga.settings import CurateSettings, QualitySettings

STRICT = CurateSettings(
    min_words=0,
    quality=QualitySettings(
        boilerplate="drop",
        prompts_without_task="drop",
        unfinished=("fence", "comma", "hyphen", "word", "colon", "bracket", "mark"),
        max_symbols=0.25,
        max_uppercase=0.3,
        max_lost_marks=0.5,
        max_english=0.05,
        max_calques=0.0,
    ),
)
Text = tuple[str, str, str, str]
"""Source, language, prompt, answer."""
_MALLARD = "{http://projectmallard.org/1.0/}"
_LEAST = 8
"""Words of a record: shorter ones are headings."""


def handbook(folder: Path) -> Iterator[Text]:
    """Sections of the Debian handbook, without the paragraphs that are still in English."""
    english = {text for _, parts in _sections(folder / "en-US") for text in parts}
    for name, language in (("es-ES", "es"), ("pt-BR", "pt")):
        for title, parts in _sections(folder / name):
            yield "debian-handbook", language, title, "\n\n".join(text for text in parts if text not in english)


def _sections(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for page in sorted(folder.glob("*.html")):
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        for section in soup.find_all("div", class_="section"):
            title = section.find(class_="title")
            own = [
                part for part in section.find_all(class_="para") if part.find_parent("div", class_="section") is section
            ]
            inmost = [part for part in own if not part.find(class_="para")]
            if title:
                yield _line(title.get_text()), [_line(part.get_text()) for part in inmost]


def gnome(folder: Path) -> Iterator[Text]:
    """Pages of GNOME's help, without the paragraphs that are still in English."""
    english = {text for _, parts in _pages(folder / "C") for text in parts}
    for language in ("es", "ca", "gl", "pt"):
        for title, parts in _pages(folder / language):
            yield "gnome-user-docs", language, title, "\n\n".join(text for text in parts if text not in english)


def _pages(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for page in sorted(folder.rglob("*.page")):
        root = ElementTree.parse(page).getroot()  # noqa: S314 - files of a Debian package
        title = root.findtext(f"{_MALLARD}title") or page.stem
        yield _line(title), [_line("".join(part.itertext())) for part in root.iter(f"{_MALLARD}p")]


def recipes(data: Path) -> Iterator[Text]:
    """Recipes that people wrote."""
    with (data / "recetas" / "recetasabuela_es.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield "recetas", "es", f"¿Cómo se hace {row['Nombre']}?", f"{row['Ingredientes']}\n\n{row['Pasos']}"


def truthful(data: Path) -> Iterator[Text]:
    """Right answers of TruthfulQA, which professionals translated."""
    for language in ("es", "ca"):
        for item in json.loads((data / "truthfulqa-multi" / f"{language}.json").read_text("utf-8")):
            targets = item["mc1_targets"]
            yield "truthfulqa", language, item["question"], targets["choices"][targets["labels"].index(1)]


def _line(text: str) -> str:
    return " ".join(text.split())


def example(text: Text) -> Example:
    """The record of a text."""
    _, language, prompt, answer = text
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]
    return Example(messages, language)


def measured(texts: Sequence[Text]) -> pa.Table:
    """What is measured of each."""
    schema = pa.schema([(name, kind) for one in QUALITY for name, kind in one.columns.items()])
    rows = [{name: value for one in QUALITY for name, value in one(given).items()} for given in map(example, texts)]
    return pa.Table.from_pylist(rows, schema)


def drops(rules: Sequence[Rule], table: pa.Table, texts: Sequence[Text], show: str) -> dict[str, Counter[str]]:
    """How many records of each source every rule would let go, the others not asked."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for rule in rules:
        leaving = (
            pa.chunked_array(rule.leaves(table)) if isinstance(rule.leaves(table), pa.Array) else rule.leaves(table)
        )
        for place, leaves in enumerate(leaving.to_pylist()):
            if leaves:
                source, language, prompt, answer = texts[place]
                detail = rule.detail(table.select(list(rule.columns)).slice(place, 1).to_pylist()[0])
                name = f"{rule.reason}: {detail}" if rule.reason == "unfinished" else rule.reason
                counts[name][f"{source} {language}"] += 1
                if show and name.startswith(show):
                    print(f"  {source} {language} | {detail} | {prompt} | …{answer[-150:]!r}", file=sys.stderr)
    return counts


def speed(texts: Sequence[Text]) -> float:
    """Records per second of CPU time, 1,000 at a time as `minga curate` has them, on answers cut to about 100 words;
    the best of five passes."""
    cut = [
        (source, language, prompt, " ".join(answer.split()[start : start + 100]) + ".")
        for source, language, prompt, answer in texts
        for start in range(0, len(answer.split()) - 99, 100)
    ][:4000]
    messages = pa.array([list(example(text).messages) for text in cut])
    columns = [messages, pa.array([text[1] for text in cut]), pa.array([""] * len(cut)), pa.nulls(len(cut))]
    best = 0.0
    for _ in range(5):
        start = time.process_time()
        for first in range(0, len(cut), 1000):
            annotated(QUALITY, examples_of([column.slice(first, 1000) for column in columns]))
        best = max(best, len(cut) / (time.process_time() - start))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parent.parent.parent / "shared" / "data")
    parser.add_argument("--texts", type=Path, required=True, help="the unpacked Debian packages")
    parser.add_argument("--show", default="", help="print what the rules whose reason begins like this let go")
    asked = parser.parse_args()
    texts = [
        text
        for text in (
            *handbook(asked.texts / "usr/share/doc/debian-handbook/html"),
            *gnome(asked.texts / "usr/share/help"),
            *recipes(asked.data),
            *truthful(asked.data),
        )
        if text[0] == "truthfulqa" or len(re.findall(r"\w+", text[3])) >= _LEAST
    ]
    table = measured(texts)
    sources = Counter(f"{source} {language}" for source, language, _, _ in texts)
    strict = drops(quality_rules(STRICT), table, texts, asked.show)
    defaults = drops(quality_rules(CurateSettings(min_words=0)), table, texts, "")
    for name, counts in sorted(strict.items()):
        print(
            f"{name:28}",
            *(f"{source}: {count}/{sources[source]}" for source, count in sorted(counts.items())),
            sep="  ",
        )
    result = {
        "records": sources,
        "dropped_by_default": defaults,
        "dropped_strictly": strict,
        "records_per_cpu_second": round(speed(texts)),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
