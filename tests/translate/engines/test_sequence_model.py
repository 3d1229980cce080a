from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError, UsageError
from minga.translate.engines import Failure, choose, make_engine
from minga.translate.engines.sequence_model import SequenceModel, make_sequence_model
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
# it learns to repeat: whatever goes in comes out, which shows every path of the engine
torch.set_num_threads(1)
optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
for step in range(int(sys.argv[3])):
    length = int(torch.randint(1, 7, (1,)))
    body = torch.randint(3, len(tokens), (32, length))
    ends = torch.ones((32, 1), dtype=torch.long)
    batch = torch.cat([body, ends], dim=1)
    loss = model(input_ids=batch, labels=batch).loss
    loss.backward(); optimiser.step(); optimiser.zero_grad()
model.save_pretrained(folder)
fast.save_pretrained(folder)
"""
WORDS = "bees make honey milk red . ? Zqaa Zqab translate English to Spanish: <2es> cows give"


def make(folder: Path, words: str, steps: int) -> Path:
    done = subprocess.run(
        [sys.executable, "-c", MAKING, str(folder), words, str(steps)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def parrot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A T5 of two layers that has learnt to repeat a dozen words."""
    return make(tmp_path_factory.mktemp("models") / "parrot", WORDS, 500)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of many languages that knows neither of ours, with random weights."""
    return make(tmp_path_factory.mktemp("models") / "foreign", "bees eng_Latn fra_Latn", 0)


def translate(
    model: Path, root: Path, *items: dict[str, str], glossary: Glossary | None = None, **settings: Any
) -> list[Any]:
    engine = SequenceModel(commission(root, model=str(model), threads=1, glossary=glossary, **settings))
    try:
        answers = list(engine.translate(items))
    finally:
        engine.close()
    return [one if isinstance(one, Failure) else {name: text.text for name, text in one.items()} for one in answers]


def test_texts_come_back_in_their_order_and_in_their_lines(parrot: Path, tmp_path: Path) -> None:
    items = [{"question": "bees make honey ?", "choices[0]": "milk"}, {"question": "cows give milk .\n\n  red"}]
    made = translate(parrot, tmp_path, *items, prefix="red ")
    assert "milk" in made[0]["choices[0]"]
    first, second, third = made[1]["question"].split("\n")
    assert (first.startswith("red cows"), second, third[:5]) == (True, "", "  red")


def test_two_runs_say_the_same_whatever_the_batches(parrot: Path, tmp_path: Path) -> None:
    items = [{"question": f"bees {'make honey ' * number}"} for number in range(1, 4)]
    runs = [translate(parrot, tmp_path, *items, batch_tokens=tokens) for tokens in (64, 4096)]
    assert runs[0] == runs[1]


def test_formulas_and_terms_are_kept_from_it(parrot: Path, tmp_path: Path) -> None:
    terms = Glossary((Term("wax", "cera"),))
    (made,) = translate(parrot, tmp_path, {"question": "bees make wax and $x^2$ ."}, glossary=terms)
    assert "cera" in made["question"]
    assert "$x^2$" in made["question"]
    assert "Zq" not in made["question"]


def test_texts_without_words_are_not_asked(parrot: Path, tmp_path: Path) -> None:
    (made,) = translate(parrot, tmp_path, {"question": "12", "choices[0]": " "})
    assert made == {"question": "12", "choices[0]": " "}


def test_an_item_that_does_not_come_to_an_end_is_cut_short(parrot: Path, tmp_path: Path) -> None:
    (made,) = translate(parrot, tmp_path, {"question": "bees " * 600, "choices[0]": "milk"})
    assert made == Failure("cut-short", "question")


def test_a_model_of_many_languages_that_does_not_know_ours_says_so(foreign: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the model knows many languages, but not both en and es"):
        translate(foreign, tmp_path, {"question": "bees"})


def test_what_is_no_such_model_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the model cannot be loaded"):
        translate(tiny_model, tmp_path, {"question": "bees"})


def test_the_engine_needs_a_model(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs a model"):
        make_sequence_model(commission(tmp_path))
    with pytest.raises(InputError, match="there is no such model"):
        make_engine("transformers", commission(tmp_path, model="nowhere"))


def test_its_identity_is_its_weights_and_how_it_is_asked(parrot: Path, foreign: Path, tmp_path: Path) -> None:
    engines = [
        choose(commission(tmp_path, engine="transformers", model=str(model), beams=beams)).engine.identity
        for model, beams in ((parrot, 1), (parrot, 4), (foreign, 1), (parrot, 1))
    ]
    assert len(set(engines)) == 3
    assert engines[0] == engines[3]
