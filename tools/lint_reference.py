"""The reference pages of the linter: its checks, and the keys of its data files."""

from __future__ import annotations

import inspect

from minga.records import Finding
from minga.translate.lint import CHECKS, Check, explain
from minga.translate.lint.rules_schema import LANGUAGE_KEYS, PLACE_KEYS, RuleKey
from minga.translate.source_checks import SOURCE_CHECKS, SourceCheck

CHECKS_INTRODUCTION = """\
What the linter looks for in a translated benchmark item. **error**: the item may measure something else. **warning**: a
person should look. **note**: good to know. A single finding may be milder or graver than its check's usual severity.
Which words a check knows is in the [rules of each language](rules.md).
"""
SOURCE_INTRODUCTION = """\
What is looked for in the source item, whatever its translation. **error**: nobody can answer it, or its key is wrong.
Which words a check knows is in `words/LANGUAGE.toml` in `minga.translate.source_checks`. How often they are right:
[What is wrong with the source](../explanation/source-checks.md).
"""
RULES_INTRODUCTION = """\
Keys of the linter's data files, `rules/LANGUAGE.toml` and `rules/variety/TAG.toml` in `minga.translate.lint`. A test
holds every file against these tables. How to change one: [Edit the rules of a language](../how-to/lint-rules.md).

*words*: words with spaces between them, in lower case. *alternatives*: regular expressions that match whole words, with
`|` between them; line breaks do not count. *expression*: one regular expression, found anywhere. An apostrophe in a
pattern stands for both `'` and `’`. Upper and lower case are the same.
"""


def checks_page() -> str:
    """Every check of the linter."""
    head = "| check | severity | looks for | what a reviewer reads |\n|---|---|---|---|"
    source = ["\n## Of the source\n", SOURCE_INTRODUCTION, head, *map(_check_row, SOURCE_CHECKS)]
    return "\n".join(["# Checks of the linter\n", CHECKS_INTRODUCTION, head, *map(_check_row, CHECKS), *source, ""])


def _check_row(check: Check | SourceCheck) -> str:
    return f"| `{check.name}` | {check.severity} | {_first_paragraph(check.find.__doc__)} | {_example(check.name)} |"


def _example(check: str) -> str:
    finding = Finding(
        check=check, severity="note", field="question", text="…", source_text="…", suggestion="…"
    )  # fmt: skip
    return explain(finding, "en").replace("|", "\\|")


def rules_page() -> str:
    """Every key of the linter's data files."""
    lines = ["# Rules of the linter\n", RULES_INTRODUCTION]
    for title, keys in (("A language", LANGUAGE_KEYS), ("A variety", PLACE_KEYS)):
        lines += [f"## {title}\n", "| key | what stands there | must be there | |\n|---|---|---|---|"]
        lines += [_rule_row(key) for key in keys]
        lines.append("")
    return "\n".join(lines)


def _rule_row(key: RuleKey) -> str:
    inside = f" with {', '.join(f'`{name}`' for name in key.keys)}" if key.keys else ""
    meaning = key.meaning.replace("|", "\\|")
    return f"| `{key.name}` | {key.kind}{inside} | {'yes' if key.needed else ''} | {meaning} |"


def _first_paragraph(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").partition("\n\n")[0].split())
