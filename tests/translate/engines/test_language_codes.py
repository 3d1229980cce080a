from __future__ import annotations

import pytest

from minga.errors import InputError
from minga.translate.engines.language_codes import Direction, direction, language_codes

NLLB = {"the", "es", "eng_Latn", "spa_Latn", "cat_Latn", "eus_Latn", "quy_Latn", "grn_Latn", "zho_Hant", "zho_Hans"}
M2M100 = {"the", "__en__", "__es__", "__ca__"}
MBART = {"the", "en_XX", "es_XX", "pt_XX"}
MADLAD = {"the", "<2es>", "<2eu>", "<2gn>"}
ROMANCE = {"the", ">>es<<", ">>es_MX<<", ">>pt_br<<", ">>cat<<"}


@pytest.mark.parametrize(
    ("tag", "first"),
    [("es", "spa_Latn"), ("es-PE", "es_PE"), ("eu", "eus_Latn"), ("zh-Hant", "zho_Hant"), ("qu", "quy_Latn")],
)
def test_the_most_exact_name_comes_first(tag: str, first: str) -> None:
    assert language_codes(tag)[0] == first


@pytest.mark.parametrize(
    ("vocabulary", "target", "told"),
    [
        (NLLB, "es-PE", Direction(source_code="eng_Latn", target_token="spa_Latn")),
        (NLLB, "ca-valencia", Direction(source_code="eng_Latn", target_token="cat_Latn")),
        (NLLB, "gn", Direction(source_code="eng_Latn", target_token="grn_Latn")),
        (NLLB, "qu", Direction(source_code="eng_Latn", target_token="quy_Latn")),
        (NLLB, "zh-Hant", Direction(source_code="eng_Latn", target_token="zho_Hant")),
        (M2M100, "ca", Direction(source_code="en", target_token="__ca__")),
        (MBART, "es", Direction(source_code="en_XX", target_token="es_XX")),
        (MADLAD, "eu", Direction(prefix="<2eu> ")),
        (ROMANCE, "es-MX", Direction(prefix=">>es_MX<< ")),
        (ROMANCE, "es-PE", Direction(prefix=">>es<< ")),
        (ROMANCE, "pt-BR", Direction(prefix=">>pt_br<< ")),
        (ROMANCE, "ca", Direction(prefix=">>cat<< ")),
        ({"the", "es", "▁es"}, "es", Direction()),
    ],
)
def test_a_model_is_told_as_its_vocabulary_asks(vocabulary: set[str], target: str, told: Direction) -> None:
    assert direction(vocabulary, "en", target) == told


@pytest.mark.parametrize("vocabulary", [NLLB - {"grn_Latn"}, M2M100, MBART, ROMANCE])
def test_a_language_that_a_model_of_many_does_not_know_is_refused(vocabulary: set[str]) -> None:
    with pytest.raises(InputError, match="not both en and gn"):
        direction(vocabulary, "en", "gn")
