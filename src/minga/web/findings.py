"""What findings, reasons for dropping rows, and stages mean, said to a person."""

from __future__ import annotations

from babel.support import NullTranslations

from minga.records import Finding
from minga.web.messages import later

__all__ = ["drop_reason", "explain", "stage_name"]


def explain(finding: Finding, locale: str) -> str:
    """What a finding means and what to do about it; the name of the check where the linter has no words for it."""
    from minga.translate.lint.explanations import explain as in_words

    try:
        return in_words(finding, locale)
    except KeyError:  # found by a newer or older linter than this one
        return finding.check.replace("-", " ")


_REASONS = {
    "disputed": later("disputed"),
    "duplicate": later("a duplicate"),
    "near-duplicate": later("nearly a duplicate"),
    "rejected": later("rejected by people"),
    "source-wrong": later("with a wrong original"),
    "undecided": later("not decided yet"),
    "untranslatable": later("that cannot be translated"),
    "withdrawn": later("taken back by whoever gave or reviewed it"),
    "empty-answer": later("without an answer"),
    "answer-repeats-prompt": later("the answer repeats the question"),
    "refusal": later("the model refused"),
    "repetitive": later("repeats itself"),
    "invalid-json": later("not valid JSON"),
    "invalid-label": later("incomplete or malformed"),
    "invalid-row": later("incomplete or malformed"),
    "licence-not-accepted": later("under a licence that is not accepted"),
    "no-sentence": later("without a whole sentence"),
    "no-text": later("without text"),
    "not-a-question": later("not a question"),
    "not-grounded": later("not supported by the document"),
    "unreadable-document": later("unreadable document"),
    "cut-short": later("cut short"),
    "empty-message": later("with an empty message"),
    "damaged-text": later("damaged text"),
    "too-long": later("too long"),
    "too-short": later("too short"),
    "wrong-language": later("in another language"),
    "over-limit": later("beyond the wanted number"),
    "placeholder": later("with a placeholder for an answer"),
    "mojibake": later("read with the wrong encoding"),
    "prompt-injection": later("with orders to forget the instructions"),
    "role-marker": later("with marks of a chat’s format"),
    "boilerplate": later("with an assistant’s set phrases"),
    "prompt-without-task": later("the question asks for nothing"),
    "symbols": later("with too many symbols"),
    "uppercase": later("with too many capitals"),
    "lost-marks": later("without ¿ or ¡"),
    "english-words": later("with too many English words"),
    "calques": later("with literal calques"),
    "unfinished": later("unfinished"),
    "mixed-languages": later("question and answer in different languages"),
    "personal-data": later("with personal data"),
    "contaminated": later("with text of an evaluation"),
    "by-hand": later("let go by a person’s decision"),
    "many-answers": later("one answer too many to the same question"),
    "repeated-answer": later("the same answer to too many questions"),
}


def drop_reason(catalogue: NullTranslations, reason: str) -> str:
    """Why rows left, in the reader's language; the reason's own name where there is no better one."""
    message = _REASONS.get(reason)
    return catalogue.gettext(message) if message else reason.replace("-", " ")


_STAGES = {
    "collect": later("Donations"),
    "generate": later("Generated from documents"),
    "curate": later("Curated"),
    "translate": later("Benchmarks and their translations"),
    "review": later("Reviewed by people"),
    "benchmark": later("Evaluation tasks"),
    "catalogue": later("Tasks of the catalogue"),
    "tune": later("Fine-tuned models"),
    "evaluate": later("Evaluations"),
    "judge": later("Judged by a language model"),
    "import": later("Results from elsewhere"),
    "submission": later("Submitted adapters"),
    "leaderboard": later("Leaderboard"),
    "publish": later("Ready to publish"),
}


def stage_name(catalogue: NullTranslations, stage: str) -> str:
    """What a stage of the pipeline makes, in the reader's language; its own name where it is not minga's."""
    message = _STAGES.get(stage)
    return catalogue.gettext(message) if message else stage
