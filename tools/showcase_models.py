"""Models that the people of the showcase submitted: one in each state that a page tells of."""

from __future__ import annotations

from showcase_people import Community

from minga.community import Database
from minga.community.models import EvaluationJob, JobState
from minga.evaluate.submissions.checker import record
from minga.evaluate.submissions.checking import Checked, Found
from minga.evaluate.submissions.queue import Request, accept, find_submission, submit
from minga.evaluate.submissions.reasons import Reason
from minga.evaluate.submissions.standing import settle
from minga.evaluate.submissions.submitted_models import slug_of

__all__ = ["submit_models"]

DONE, RUNNING, REFUSED, DECIDING = 1, 2, 3, 5
"""Numbers of submissions that pictures show."""
MODELS = (
    ("comunidad/picaflor-360m", "base", 361_821_120),
    ("comunidad/picaflor-1b-instruct", "instruct", 1_235_814_400),
    ("comunidad/cuentacuentos", "base", 0),
    ("llajta/yachachiq-2b", "base", 2_253_490_688),
    ("llajta/yachachiq-2b-instruct", "instruct", 2_253_490_688),
)
TASKS = ("saberes_arc_es", "saberes_belebele_es", "saberes_mmlu_es", "saberes_xnli_es")


def submit_models(here: Community) -> None:
    """The visitor's own, and those of others; nothing is left to be checked, as that would ask the Hub."""
    db, settings = here.db, here.project.settings
    for number, (name, kind, parameters) in enumerate(MODELS, start=1):
        here.clock.advance(minutes=11)
        person = here.visitor if number in {RUNNING, REFUSED} else here.lead
        note = "Ajustado con los saberes que revisamos en la minga." if number == DECIDING else ""
        row = submit(db, Request(name, kind, note=note), settings, person)  # type: ignore[arg-type]  # a kind
        if number == REFUSED:
            refused = Checked(refused=Reason("pickle", {"files": "pytorch_model.bin"}))
            record(db, row.id, refused, settings.submissions)
            continue
        commit = f"{0x3F9A17C2B04D5E68 * number:x}".ljust(40, "7")[:40]
        record(
            db,
            row.id,
            Checked(found=Found(name, commit, "Apache-2.0", parameters, 2 * parameters)),
            settings.submissions,
        )
        if number < DECIDING:
            accept(db, row.id, here.lead)
    _evaluate(db, DONE, "done", "done", "done", "done")
    _evaluate(db, RUNNING, "done", "failed", "running", "queued")
    settle(db)


def _evaluate(db: Database, number: int, *states: JobState) -> None:
    slug = slug_of(find_submission(db, number))
    with db.writing() as session:
        for task, state in zip(TASKS, states, strict=True):
            job = EvaluationJob(model=slug, task=task, state=state, fingerprint=f"{slug}/{task}")
            job.not_before = job.queued_at = db.now()
            job.attempts = 0 if state == "queued" else 1
            if state == "failed":
                job.attempts, job.reason = 3, "no sign of life for 30 minutes"
            session.add(job)
