"""Who takes part, in groups of ten or more: optional questions, and figures that give nobody away.

What one person told is hers: it is read for her own page and export alone. Everything else sees `summary`. A group of
fewer than ten is hidden, and so are as many others as it takes that no hidden group follows from the total by
subtraction (complementary cell suppression: Willenborg and de Waal, *Elements of Statistical Disclosure Control*,
2001, chapter 6).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from minga.community.database import Database
from minga.community.models import Demographics, Person
from minga.community.people import lock_person
from minga.errors import CommunityError, LanguageError
from minga.languages import check_tag

__all__ = [
    "Answer",
    "LEAST",
    "QUESTIONS",
    "Summary",
    "clean_answers",
    "my_demographics",
    "save_demographics",
    "summarise",
    "summary",
]

LEAST = 10
"""People in the smallest group that is ever shown."""

QUESTIONS: dict[str, tuple[str, ...]] = {
    "age": ("under-18", "18-24", "25-34", "35-44", "45-54", "55-64", "65-or-more"),
    "gender": ("woman", "man", "non-binary", "self-described"),
    "education": ("none", "primary", "secondary", "vocational", "university", "postgraduate"),
    "first_languages": (),
}
"""Questions with their values. Each may be left out; `gender` may be told in one's own words, and
`first_languages` are BCP-47 tags."""

_SEVERAL = {"first_languages"}
_MAX_WORDS = 80
_MAX_LANGUAGES = 6

Answer = str | list[str]
"""One value; for `first_languages` several."""


@dataclass(frozen=True)
class Summary:
    """What may be shown of one question."""

    question: str
    groups: dict[str, int]
    """People by value, the largest group first; none has fewer than ten."""
    people: int
    """Who answered; 0 where fewer than ten did."""
    hidden: bool
    """Whether there are groups that are not shown."""


def clean_answers(answers: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers as they are kept: what is empty or unknown is left out.

    Raises CommunityError for a language that is no tag, or words that are too many.
    """
    kept: dict[str, Answer] = {}
    for question, values in QUESTIONS.items():
        given = answers.get(question)
        if question in _SEVERAL:
            tags = _tags(given if isinstance(given, (list, tuple)) else str(given or "").replace(",", " ").split())
            kept |= {question: tags} if tags else {}
        elif isinstance(given, str) and given in values and given != "self-described":
            kept[question] = given
        elif question == "gender" and isinstance(given, str) and (words := _own_words(given, answers)):
            kept[question] = words
    return kept


def save_demographics(db: Database, person_id: int, answers: Mapping[str, Any]) -> None:
    """Keep what a person tells about herself in place of what she told before; nothing told, nothing kept."""
    kept = clean_answers(answers)
    with db.writing() as session:
        lock_person(session, person_id)
        session.execute(delete(Demographics).where(Demographics.person_id == person_id))
        if kept:
            session.add(Demographics(person_id=person_id, answers=kept, changed_at=db.now()))


def my_demographics(db: Database, person_id: int) -> dict[str, Any]:
    """What a person told, for her own page."""
    with db.reading() as session:
        row = session.get(Demographics, person_id)
        return {} if row is None else dict(row.answers)


def summary(db: Database, question: str) -> Summary:
    """What may be shown of a question. Who has withdrawn, or is simulated, is not counted.

    Raises CommunityError when there is no such question.
    """
    if question not in QUESTIONS:
        raise CommunityError(f"there is no question {question!r}", hint=f"known are {', '.join(QUESTIONS)}")
    query = (
        select(Demographics.answers)
        .join(Person, Person.id == Demographics.person_id)
        .where(Person.withdrawn_at.is_(None), ~Person.simulated)
    )
    with db.reading() as session:
        told = [answers[question] for answers in session.scalars(query) if question in answers]
    return summarise(question, told)


def summarise(question: str, told: Iterable[Answer]) -> Summary:
    """The same from the answers themselves."""
    answers = [frozenset([_group(answer)] if isinstance(answer, str) else answer) for answer in told]
    people = len(answers)
    if people < LEAST:
        return Summary(question, {}, 0, hidden=people > 0)
    counts = Counter(group for answer in answers for group in answer)
    shown = _several(counts, people) if question in _SEVERAL else _one(counts)
    ordered = dict(sorted(shown.items(), key=lambda pair: (-pair[1], pair[0])))
    return Summary(question, ordered, people, hidden=len(shown) < len(counts))


def _one(counts: Mapping[str, int]) -> dict[str, int]:
    """Each person is in one group: what is hidden must be ten people or more in two groups or more, or nobody."""
    ordered = sorted(counts.items(), key=lambda pair: (pair[1], pair[0]))
    hidden = [pair for pair in ordered if pair[1] < LEAST]
    rest = ordered[len(hidden) :]
    while hidden and rest and (sum(count for _, count in hidden) < LEAST or len(hidden) < 2):
        hidden.append(rest.pop(0))
    return dict(rest)


def _several(counts: Mapping[str, int], people: int) -> dict[str, int]:
    """A person is in several groups: those outside of a group are a group too, and follow from the total."""
    return {
        group: count for group, count in counts.items()
        if count >= LEAST and (people - count == 0 or people - count >= LEAST)
    }  # fmt: skip


def _group(words: str) -> str:
    return words.casefold()


def _own_words(given: str, answers: Mapping[str, Any]) -> str:
    words = (str(answers.get("gender_words", "")).strip() or given) if given == "self-described" else given
    clean = " ".join(unicodedata.normalize("NFC", words).split())
    if len(clean) > _MAX_WORDS or any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} for sign in clean):
        raise CommunityError("those words cannot be kept", hint=f"up to {_MAX_WORDS} characters, all of them visible")
    return clean


def _tags(given: Iterable[Any]) -> list[str]:
    try:
        tags = dict.fromkeys(check_tag(str(tag)) for tag in given if str(tag).strip())
    except LanguageError as error:
        raise CommunityError("one of the languages is not a BCP-47 tag", hint="such as es, ca or gn") from error
    return list(tags)[:_MAX_LANGUAGES]
