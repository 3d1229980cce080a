from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from minga.curate.annotations import Annotate
from minga.curate.variety import VarietyAnnotator
from minga.curate.variety.classifier import Scale, VarietyModel, save_models

from ..examples import example

VOSEO = "Vos tenés que venir, y si querés traé mate."


def test_the_words_that_speak_are_kept_and_suggest_what_the_project_has() -> None:
    seen = VarietyAnnotator(("es-AR", "es-MX"))(example(VOSEO, language="es"))
    assert {"voseo:vos tenés", "voseo:querés"} <= set(seen["variety.evidence"])
    assert seen["variety.suggested"] == "es-AR"


def test_signs_of_several_countries_alike_suggest_none() -> None:
    seen = VarietyAnnotator(("es-AR", "es-UY"))(example(VOSEO, language="es-UY"))
    assert seen["variety.evidence"]
    assert seen["variety.suggested"] is None


def test_other_languages_have_no_evidence() -> None:
    assert VarietyAnnotator(("es-AR",))(example("Vos sabés o que é isso.", language="pt-BR")) == {}


def test_the_project_s_classifier_speaks_where_it_is_there(tmp_path: Path) -> None:
    idf, weights = np.ones(1 << 10, np.float32), np.zeros((1 << 10, 2), np.float32)
    bias = np.array([2.0, 0.0], np.float32)
    save_models({"es": VarietyModel(("es-AR", "es-MX"), idf, weights, bias, Scale(0.0, 0.0), 0.8)}, tmp_path)
    annotator = VarietyAnnotator((), str(tmp_path))
    seen = annotator(example("Una casa con dos puertas.", language="es"))
    assert seen["variety.classified"] == "es-AR"
    assert round(seen["variety.confidence"], 3) == 0.881
    assert annotator(example("Una casa amb dues portes.", language="ca")) == {}


def test_columns_go_into_a_table() -> None:
    annotate = Annotate((VarietyAnnotator(("es-AR",)),), 5)
    messages = [[{"role": "user", "content": "¿Qué hago?"}, {"role": "assistant", "content": VOSEO}]]
    others = [pa.array([""])] * 3
    [row] = annotate(pa.array(messages), pa.array(["es"]), *others).to_pylist()
    assert "voseo:querés" in row["variety.evidence"]
