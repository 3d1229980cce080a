from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError, UsageError
from minga.translate.engines import Failure, choose, make_engine
from minga.translate.engines.sequence_model import SequenceModel, make_sequence_model
from minga.translate.engines.sequence_worker import _batches
from minga.translate.glossary import Glossary, Term
from tests.translate.engines.making import commission

pytestmark = pytest.mark.slow

MAKING = r"""
import sys, torch
from pathlib import Path
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

WORDS = sys.argv[2].split()
folder = Path(sys.argv[1])
special = ["<pad>", "</s>", "<unk>"]
tokens = [*special, *(word for word in WORDS if word not in special)]
ids = {token: number for number, token in enumerate(tokens)}
tokenizer = Tokenizer(models.WordLevel(vocab=ids, unk_token="<unk>"))
tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", ids["</s>"])])
fast = PreTrainedTokenizerFast(
    tokenizer_object=tokenizer, eos_token="</s>", pad_token="<pad>", unk_token="<unk>",
    model_input_names=["input_ids", "attention_mask"],
)
torch.manual_seed(600)
config = T5Config(
    vocab_size=len(tokens), d_model=64, d_kv=16, d_ff=128, num_layers=2, num_decoder_layers=2, num_heads=4,
    dropout_rate=0.0, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0, tie_word_embeddings=True,
)
model = T5ForConditionalGeneration(config)
model.generation_config.forced_eos_token_id = 1  # random weights come to no end by themselves
model.save_pretrained(folder)
fast.save_pretrained(folder)
"""
WORDS = "bees make honey milk red . ? Zqaa Zqab translate English to Spanish: <2es> cows give"


def make(folder: Path, words: str) -> Path:
    done = subprocess.run(
        [sys.executable, "-c", MAKING, str(folder), words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def babbler(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A T5 of a dozen words with random weights: it says anything, and the same each time."""
    return make(tmp_path_factory.mktemp("models") / "babbler", WORDS)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of many languages that knows neither of ours, with random weights."""
    return make(tmp_path_factory.mktemp("models") / "foreign", "bees eng_Latn fra_Latn")


TERMS = Glossary((Term("wax", "cera"),))


def engine_of(model: Path, root: Path) -> SequenceModel:
    return SequenceModel(commission(root, model=str(model), threads=1, beams=2, prefix="red ", glossary=TERMS))


@pytest.fixture(scope="module")
def answers(babbler: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., list[Any]]]:
    """What the babbler answers to items; one process for all tests."""
    engine = engine_of(babbler, tmp_path_factory.mktemp("project"))

    def ask(*items: dict[str, str]) -> list[Any]:
        made = engine.translate(items)
        return [one if isinstance(one, Failure) else {name: text.text for name, text in one.items()} for one in made]

    yield ask
    engine.close()


def test_texts_come_back_in_their_order_and_in_their_lines(answers: Callable[..., list[Any]]) -> None:
    items = [{"question": "bees make honey ?", "choices[0]": "milk"}, {"question": "cows give milk .\n\n  red"}]
    made = answers(*items)
    assert [list(one) for one in made] == [["question", "choices[0]"], ["question"]]
    first, second, third = made[1]["question"].split("\n")
    assert (bool(first), second, third[:2]) == (True, "", "  ")
    assert answers(*items) == made


def test_formulas_and_terms_come_through_even_where_it_loses_their_stand_ins(answers: Callable[..., list[Any]]) -> None:
    (made,) = answers({"question": "bees make wax and $x^2$ ."})
    assert made["question"].index("cera") < made["question"].index("$x^2$")
    assert "wax" not in made["question"]


def test_texts_without_words_are_not_asked(answers: Callable[..., list[Any]]) -> None:
    assert answers({"question": "12", "choices[0]": " "}) == [{"question": "12", "choices[0]": " "}]


def test_an_item_that_is_too_long_is_cut_short_and_the_next_goes_on(answers: Callable[..., list[Any]]) -> None:
    first, second = answers({"question": "bees " * 600, "choices[0]": "milk"}, {"question": "milk"})
    assert first == Failure("cut-short", "question")
    assert second["question"]


@given(lengths=st.lists(st.integers(1, 100), max_size=40), tokens=st.integers(64, 500))
def test_batches_hold_every_text_once_within_the_bound(lengths: list[int], tokens: int) -> None:
    made = list(_batches(dict(enumerate(lengths)), tokens))
    assert sorted(number for batch in made for number in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or len(batch) * max(lengths[n] for n in batch) <= tokens for batch in made)


MARIAN = r"""
import json, sys, sentencepiece, torch
from pathlib import Path
from transformers import MarianConfig, MarianMTModel, MarianTokenizer

folder = Path(sys.argv[1]); folder.mkdir(parents=True)
text = folder / "text.txt"
lines = ["the bees make honey and the cows give milk", "las abejas hacen miel y las vacas dan leche"] * 20
text.write_text("\\n".join(lines))
sentencepiece.SentencePieceTrainer.train(
    input=str(text), model_prefix=str(folder / "source"), vocab_size=60, minloglevel=2, hard_vocab_limit=False
)
(folder / "target.spm").write_bytes((folder / "source.model").read_bytes())
(folder / "source.model").rename(folder / "source.spm")
pieces = [line.split("\\t")[0] for line in (folder / "source.vocab").read_text().splitlines()]
words = dict.fromkeys(["</s>", "<unk>", ">>spa<<", ">>cat<<", *pieces, "<pad>"])
(folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}))
tokenizer = MarianTokenizer(
    str(folder / "source.spm"), str(folder / "target.spm"), str(folder / "vocab.json"), source_lang="en",
    target_lang="roa",
)
torch.manual_seed(600)
size = len(words)
config = MarianConfig(
    vocab_size=size, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
    decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, pad_token_id=size - 1, eos_token_id=0,
    decoder_start_token_id=size - 1, bos_token_id=0, forced_eos_token_id=0, max_position_embeddings=600,
)
MarianMTModel(config).save_pretrained(folder)
tokenizer.save_pretrained(folder)
"""


def test_a_marian_family_is_told_the_language_by_its_own_token(tmp_path: Path) -> None:
    pytest.importorskip("sentencepiece")
    model = tmp_path / "marian"
    done = subprocess.run([sys.executable, "-c", MARIAN, str(model)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    engine = SequenceModel(commission(tmp_path, target="ca-valencia", model=str(model), threads=1, beams=1))
    items = [{"question": "the bees make honey", "choices[0]": "7", "choices[1]": "milk"}]
    runs = [list(engine.translate(items)) for _ in range(2)]
    engine.close()
    assert runs[0] == runs[1]
    for answer in runs[0]:  # with random weights it says anything, or does not come to an end
        assert isinstance(answer, Failure) or answer["choices[0]"].text == "7"


def test_a_model_of_many_languages_that_does_not_know_ours_says_so(foreign: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the model knows many languages, but not both en and es"):
        list(make_engine("transformers", commission(tmp_path, model=str(foreign))).translate([{"question": "bees"}]))


def test_what_is_no_such_model_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the model cannot be loaded"):
        list(make_engine("transformers", commission(tmp_path, model=str(tiny_model))).translate([{"question": "bees"}]))


def test_the_engine_needs_a_model(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs a model"):
        make_sequence_model(commission(tmp_path))
    with pytest.raises(InputError, match="there is no such model"):
        make_engine("transformers", commission(tmp_path, model="nowhere"))


def test_its_identity_is_its_weights_and_how_it_is_asked(babbler: Path, foreign: Path, tmp_path: Path) -> None:
    engines = [
        choose(commission(tmp_path, engine="transformers", model=str(model), beams=beams)).engine.identity
        for model, beams in ((babbler, 1), (babbler, 4), (foreign, 1), (babbler, 1))
    ]
    assert len(set(engines)) == 3
    assert engines[0] == engines[3]
