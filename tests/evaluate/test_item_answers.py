from __future__ import annotations

from typing import Any

import pytest

from minga.evaluate.item_answers import answers_of
from minga.results import Answer

CHOICES = ["Perú", "El Ecuador", "Chile"]
LOGLIKELIHOODS = [-4.5, -9.5, -5.5]


def sample(**changes: Any) -> dict[str, Any]:
    replies = [[str(value), "False"] for value in LOGLIKELIHOODS]
    return {
        "doc": {"id": "item-1", "passage": "Un río"},
        "doc_hash": "0a1b",
        "target": "1",
        "filter": "none",
        "arguments": {f"gen_args_{n}": {"arg_0": "¿Dónde?", "arg_1": f" {text}"} for n, text in enumerate(CHOICES)},
        "filtered_resps": replies,
        "acc": 0.0,
        "acc_norm": 1.0,
        "acc_bytes": 0.0,
    } | changes


def read(kind: str, *samples: dict[str, Any], metric: str = "acc", cluster: str = "") -> list[Answer]:
    config = {"output_type": kind, "target_delimiter": " "}
    return list(answers_of(samples, config, metric=metric, filter_name="none", cluster=cluster))


@pytest.mark.parametrize(("metric", "taken"), [("acc", "0"), ("acc_norm", "1"), ("acc_bytes", "0")])
def test_the_choice_taken_is_the_one_that_the_metric_takes(metric: str, taken: str) -> None:
    (answer,) = read("multiple_choice", sample(), metric=metric)
    assert answer == Answer("item-1", float(taken == "1"), taken, "1", tuple(LOGLIKELIHOODS))


def test_a_target_in_words_becomes_its_index() -> None:
    (answer,) = read("multiple_choice", sample(target="El Ecuador"))
    assert answer.target == "1"


@pytest.mark.parametrize(("acc", "right"), [(1.0, "1"), (0.0, "0")])
def test_where_the_choices_stand_in_the_contexts_the_right_one_follows_from_the_score(acc: float, right: str) -> None:
    end = "era demasiado grande."
    contexts = {f"gen_args_{n}": {"arg_0": text, "arg_1": f" {end}"} for n, text in enumerate(["La copa", "La maleta"])}
    replies = [["-9.0", "False"], ["-4.0", "False"]]
    (answer,) = read("multiple_choice", sample(arguments=contexts, filtered_resps=replies, target=end, acc=acc))
    assert (answer.prediction, answer.target) == ("1", right)


def test_generated_text_is_the_answer_itself() -> None:
    written = sample(filtered_resps=["Tegucigalpa"], target="Tegucigalpa", exact_match=1)
    (answer,) = read("generate_until", written, metric="exact_match")
    assert answer == Answer("item-1", 1.0, "Tegucigalpa", "Tegucigalpa")


def test_an_item_without_id_goes_by_its_hash_and_a_metric_of_the_whole_has_no_value_per_item() -> None:
    written = sample(doc={}, filtered_resps=["x"], bleu=["x", "y"])
    (answer,) = read("generate_until", written, metric="bleu")
    assert (answer.item, answer.correct) == ("0a1b", None)


def test_only_the_answers_behind_the_score_count() -> None:
    assert len(read("multiple_choice", sample(), sample(filter="majority"))) == 1


def test_items_that_share_a_passage_say_so() -> None:
    (answer,) = read("multiple_choice", sample(), cluster="passage")
    assert answer.cluster == "Un río"
