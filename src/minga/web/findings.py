"""What findings, reasons for dropping rows, and stages mean, said to a person."""

from __future__ import annotations

from babel.support import NullTranslations

from minga.records import Finding

__all__ = ["drop_reason", "explain", "stage_name"]


def _later(message: str) -> str:
    """Marks a message for translation where it is defined; it is translated where it is shown."""
    return message


def explain(finding: Finding, locale: str) -> str:
    """What a finding means and what to do about it; the name of the check where the linter has no words for it."""
    from minga.translate.lint.explanations import explain as in_words

    try:
        return in_words(finding, locale)
    except KeyError:  # found by a newer or older linter than this one
        return finding.check.replace("-", " ")


_REASONS = {
    "disputed": _later("disputed"),
    "duplicate": _later("a duplicate"),
    "near-duplicate": _later("nearly a duplicate"),
    "rejected": _later("rejected by people"),
    "undecided": _later("not decided yet"),
    "withdrawn": _later("taken back by whoever gave or reviewed it"),
    "empty-answer": _later("without an answer"),
    "answer-repeats-prompt": _later("the answer repeats the question"),
    "refusal": _later("the model refused"),
    "repetitive": _later("repeats itself"),
    "invalid-json": _later("not valid JSON"),
    "invalid-label": _later("incomplete or malformed"),
    "invalid-row": _later("incomplete or malformed"),
    "licence-not-accepted": _later("under a licence that is not accepted"),
    "no-sentence": _later("without a whole sentence"),
    "no-text": _later("without text"),
    "not-a-question": _later("not a question"),
    "not-grounded": _later("not supported by the document"),
    "unreadable-document": _later("unreadable document"),
    "cut-short": _later("cut short"),
    "empty-message": _later("with an empty message"),
    "damaged-text": _later("damaged text"),
    "too-long": _later("too long"),
    "too-short": _later("too short"),
    "wrong-language": _later("in another language"),
    "over-limit": _later("beyond the wanted number"),
}


def drop_reason(catalogue: NullTranslations, reason: str) -> str:
    """Why rows left, in the reader's language; the reason's own name where there is no better one."""
    message = _REASONS.get(reason)
    return catalogue.gettext(message) if message else reason.replace("-", " ")


_STAGES = {
    "collect": _later("Donations"),
    "generate": _later("Generated from documents"),
    "curate": _later("Curated"),
    "translate": _later("Benchmarks and their translations"),
    "review": _later("Reviewed by people"),
    "benchmark": _later("Evaluation tasks"),
    "tune": _later("Fine-tuned models"),
    "evaluate": _later("Evaluations"),
    "leaderboard": _later("Leaderboard"),
    "publish": _later("Ready to publish"),
}


def stage_name(catalogue: NullTranslations, stage: str) -> str:
    """What a stage of the pipeline makes, in the reader's language; its own name where it is not minga's."""
    message = _STAGES.get(stage)
    return catalogue.gettext(message) if message else stage
