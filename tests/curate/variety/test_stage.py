from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pytest

from minga.credits import name_hash
from minga.curate.annotating import annotate
from minga.curate.variety import train_variety
from minga.curate.variety.classifier import load_models
from minga.engine import Engine
from minga.errors import NothingToDo
from minga.settings import CurateSettings, CurateVarietySettings
from minga.tables import Table
from minga.workspace import Workspace
from tests.curate.test_stage import record, table

TEXTS = {"es-AR": "Vos tenés razón: si podés, vení temprano.", "es-MX": "Tienes razón: si puedes, ven temprano."}
OTHERS = {"pt-BR": "Você está fazendo um ônibus de papel.", "pt-PT": "Estás a fazer um autocarro de papel."}
SETTINGS = CurateVarietySettings()


def _donated(tmp_path: Path, origin: str = "human", texts: dict[str, str] = TEXTS) -> Table:
    records = [
        record(text, f"¿Voy a la casa {number}?", language=tag, origin=origin, contributor=f"{tag} {number}")
        for tag, text in texts.items()
        for number in range(160)
    ]
    return table(tmp_path, "vecinos", records)


def _space(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def test_what_people_wrote_teaches_and_curating_uses_it(tmp_path: Path) -> None:
    donated, workspace = _donated(tmp_path), _space(tmp_path)
    before = annotate(donated, CurateSettings(), ["es-AR"], workspace, Engine())
    model = train_variety([donated], SETTINGS, workspace, 1)
    assert model.manifest.notes["varieties"] == ["es-AR", "es-MX"]
    assert model.manifest.notes["held_out"]["es"]["accuracy"] == 1.0
    assert load_models(model.path)["es"].classify("Si podés, vení.")[0] == "es-AR"
    after = annotate(donated, CurateSettings(), ["es-AR"], workspace, Engine())
    said = [next(table.batches(["variety.classified"]))["variety.classified"] for table in (before, after)]
    assert said[0].null_count == donated.rows
    assert pc.count_distinct(said[1]).as_py() == 2
    assert train_variety([donated], SETTINGS, workspace, 1).state == "unchanged"


def test_machines_and_people_who_took_their_texts_back_teach_nothing(tmp_path: Path) -> None:
    workspace = _space(tmp_path)
    with pytest.raises(NothingToDo, match="too little"):
        train_variety([_donated(tmp_path, "synthetic")], SETTINGS, workspace, 1)
    gone = {name_hash(f"es-MX {number}") for number in range(140)}
    with pytest.raises(NothingToDo, match="too little"):
        train_variety([_donated(tmp_path)], SETTINGS, workspace, 1, withdrawn=gone)


def test_every_language_has_a_classifier_of_its_own_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    alone = {"ca-ES": "Tens raó.", "ca-valencia": "Tens raó, xiquet."}
    records = [
        record(text, f"¿{number}?", language=tag, origin="human", contributor=f"{tag} {number if tag in TEXTS else 1}")
        for tag, text in (TEXTS | alone).items()
        for number in range(100)
    ]
    others = [
        record(text, f"É a casa {number}?", language=tag, origin="human", contributor=f"{tag} {number}")
        for tag, text in OTHERS.items()
        for number in range(100)
    ]
    model = train_variety([table(tmp_path, "vecinos", [*records, *others])], SETTINGS, _space(tmp_path), 1)
    models = load_models(model.path)
    assert {language: one.varieties for language, one in models.items()} == {
        "es": ("es-AR", "es-MX"),
        "pt": ("pt-BR", "pt-PT"),
    }
    assert "ca-ES has its texts from too few people" in model.manifest.notes["left_out"]["ca"]
    assert models["pt"].classify(OTHERS["pt-BR"])[0] == "pt-BR"
