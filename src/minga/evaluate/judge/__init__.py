"""Answers to open prompts, compared in pairs by a language model whose own leanings are measured."""

from __future__ import annotations

from minga.evaluate.judge.answering import Contestant, Prompt
from minga.evaluate.judge.judging import Judge
from minga.evaluate.judge.rubric import rubric_for
from minga.evaluate.judge.stage import HumanPair, Judgement, Trial, judge_task
from minga.evaluate.judge.verdicts import Judged

__all__ = ["Contestant", "HumanPair", "Judge", "Judged", "Judgement", "Prompt", "Trial", "judge_task", "rubric_for"]
