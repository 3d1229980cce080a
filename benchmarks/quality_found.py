"""How much of what models really say the rules of quality find: precision and recall on answers that were read by hand.

    .venv/bin/python benchmarks/quality_found.py [--data DIR] --model embedded --model GGUF [--read]

Two kinds of answers. Those of three large models to TruthfulQA in Spanish and Catalan, 300 each, are in
`truthfulqa-review` of the shared data: which of them refuse, or speak of themselves, is labelled here
(`_quality_found/review_refusals.csv`; all answers that hold a word of the first person or of such talk were read).
And 62 prompts in Spanish and Catalan, which provoke refusals, talk about oneself, slots, phrases and broken ends, are
answered by small models, greedily; answers stay in `--cache`. `_quality_found/labels.csv` says what each is, by model,
prompt and digest of the answer: an answer that is another one today (another build of the engine) is not counted.
Whether an answer was broken off (`unfinished`) is not read but known: it reached the tokens that it might have.
`--read` prints the answers whose labels are missing. Last line: JSON.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from _quality_found.prompts import PROMPTS, Prompt
from _quality_found.review import judged_refusals

from minga.curate.example import Example
from minga.curate.quality import QUALITY
from minga.llm import Answer, ChatRequest, Endpoint, LanguageModel

ROOT = Path(__file__).resolve().parent.parent
LABELS = Path(__file__).resolve().parent / "_quality_found" / "labels.csv"
COLUMNS = {
    "refusal": "quality.refusal",
    "boilerplate": "quality.boilerplate",
    "slot": "quality.slot",
    "placeholder": "quality.placeholder",
    "unfinished": "quality.unfinished",
    "injection": "quality.injection",
    "role-marker": "quality.role_marker",
}
"""Kind of fault in the labels, and the column that finds it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", action="append", default=[], help="`embedded`, or a GGUF file; several")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--cache", type=Path, default=ROOT / ".benchmarks" / "quality_found")
    parser.add_argument("--read", action="store_true", help="print what has no label yet")
    asked = parser.parse_args()
    known = labels()
    report: dict[str, object] = {"review": judged_refusals(asked.data / "truthfulqa-review")}
    for model in asked.model:
        name = "SmolLM2-135M-Instruct" if model == "embedded" else Path(model).stem
        rows = list(answered(model, asked.cache))
        if asked.read:
            show(name, [row for row in rows if (name, row[0].id, digest(row[1].text)) not in known])
        report[name] = judged(name, rows, known)
    print(json.dumps(report))


def answered(model: str, cache: Path) -> Iterator[tuple[Prompt, Answer]]:
    endpoint = Endpoint() if model == "embedded" else Endpoint(model=model)
    requests = {one.id: one for one in PROMPTS}
    with LanguageModel(endpoint, cache) as served:
        asked = (ChatRequest.ask(one.text, max_tokens=one.tokens, id=one.id) for one in PROMPTS)
        for request, answer in served.complete_many(asked):
            if isinstance(answer, Answer) and answer.text.strip():
                yield requests[request.id], answer


def labels() -> dict[tuple[str, str, str], frozenset[str]]:
    """Kinds of faults by model, prompt and digest of the answer."""
    if not LABELS.is_file():
        return {}
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["model"], row["prompt"], row["digest"]): frozenset(row["faults"].split()) for row in rows}


def digest(answer: str) -> str:
    return hashlib.sha256(answer.encode()).hexdigest()[:12]


def found(prompt: Prompt, answer: str) -> Mapping[str, object]:
    """What the measures say, by kind of fault."""
    messages = [{"role": "user", "content": prompt.text}, {"role": "assistant", "content": answer}]
    given = Example(messages, prompt.language)
    row = {name: value for one in QUALITY for name, value in one(given).items()}
    return {kind: row[column] for kind, column in COLUMNS.items()}


def judged(name: str, rows: list[tuple[Prompt, Answer]], known: dict[tuple[str, str, str], frozenset[str]]) -> object:
    counts = {kind: {"there": 0, "found": 0, "right": 0} for kind in COLUMNS}
    read = 0
    for prompt, answer in rows:
        faults = known.get((name, prompt.id, digest(answer.text)))
        if faults is None:
            continue
        read += 1
        faults |= {"unfinished"} if answer.finish == "length" else frozenset()
        for kind, said in found(prompt, answer.text).items():
            there, says = kind in faults, bool(said)
            counts[kind]["there"] += there
            counts[kind]["found"] += says
            counts[kind]["right"] += there and says
            if there != says:
                print(f"{name} {prompt.id}: {kind} is {'there' if there else 'not there'}; said {said!r}")
    print(f"\n{name}: {read} of {len(rows)} answers were read\n| fault | there | found | right | precision | recall |")
    print("|---|---:|---:|---:|---:|---:|")
    for kind, count in counts.items():
        shares = [f"{count['right'] / count[of]:.2f}" if count[of] else "–" for of in ("found", "there")]
        print(f"| `{kind}` | {count['there']} | {count['found']} | {count['right']} | {' | '.join(shares)} |")
    return {"read": read, **counts}


def show(name: str, rows: list[tuple[Prompt, Answer]]) -> None:
    for prompt, answer in rows:
        said = {kind: value for kind, value in found(prompt, answer.text).items() if value}
        print(f"--- {name},{prompt.id},{digest(answer.text)}\n? {prompt.text}\n{answer.text}\n=> {said}\n")


if __name__ == "__main__":
    main()
