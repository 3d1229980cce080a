"""Reviewed records as a repository that others' tools read."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from minga.errors import LicenceError, NothingToDo
from minga.publish import Imprint, publish_dataset
from minga.publish.card_schema import front_matter
from minga.records import InstructionRecord
from minga.tables import Artifact
from tests.publish.projects import IMPRINT, SIMULATED, record, reviewed, workspace


def card_of(release: Artifact) -> str:
    return (release.path / "README.md").read_text(encoding="utf-8")


def files_of(release: Artifact) -> dict[str, bytes]:
    return {entry.path: (release.path / entry.path).read_bytes() for entry in release.manifest.files}


def load(release: Artifact, cache: Path, *name: str) -> Any:
    import datasets

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own
        return datasets.load_dataset(str(release.path), *name, cache_dir=str(cache))


def test_datasets_reads_the_folder_with_all_rows_and_columns(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    table = reviewed(space)
    loaded = load(publish_dataset(table, IMPRINT, space), tmp_path / "cache")
    assert list(loaded) == ["train"]
    assert loaded["train"].num_rows == table.rows
    assert loaded["train"].column_names == InstructionRecord.schema.names
    assert loaded["train"][0]["messages"] == table.read().to_pylist()[0]["messages"]


def test_several_shards_are_numbered_as_the_hub_expects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from minga.table_writer import TableWriter

    monkeypatch.setattr(TableWriter, "shard_rows", 4)
    monkeypatch.setattr(TableWriter, "group_rows", 2)
    space = workspace(tmp_path)
    release = publish_dataset(reviewed(space), IMPRINT, space)
    names = [path for path in files_of(release) if path.startswith("data/")]
    assert names == ["data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"]
    assert sum(pq.ParquetFile(release.path / name).metadata.num_rows for name in names) == 6
    assert load(release, tmp_path / "cache")["train"].num_rows == 6


def test_croissant_reads_every_record_with_its_messages(tmp_path: Path) -> None:
    import mlcroissant

    space = workspace(tmp_path)
    release = publish_dataset(reviewed(space, [record(0), record(1, country=None, validated_by=())]), IMPRINT, space)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own
        dataset = mlcroissant.Dataset(jsonld=str(release.path / "croissant.json"))
        rows = list(dataset.records("default"))
    assert not dataset.metadata.issues.errors
    assert {row["default/id"].decode() for row in rows} == {record(0).id, record(1, country=None).id}
    assert {row["default/messages"][0]["default/messages/role"] for row in rows} == {b"user"}
    assert {row["default/country"] for row in rows} == {b"PE", None}


def test_the_card_counts_what_is_in_it(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    rows = [record(number, country="PE" if number < 4 else "BO") for number in range(6)]
    rows.append(record(6, language="ca-valencia", country="ES", licence="CC0-1.0", contributor="Pau"))
    card = card_of(publish_dataset(reviewed(space, rows), IMPRINT, space))
    head = front_matter(card)
    assert head["license"] == "cc-by-sa-4.0"
    assert head["language"] == ["es", "ca"]
    assert head["language_bcp47"] == ["es-PE", "ca-valencia"]
    assert head["size_categories"] == ["n<1K"]
    assert "| `es-PE` | Spanish (Peru) | Peru | 4 |" in card
    assert "| `ca-valencia` | Catalan (Valencian) | Spain | 1 |" in card
    assert "| <https://example.org/recetas> | Rosa | CC-BY-4.0 | 6 |" in card
    assert "| CC0-1.0 | nothing | 1 |" in card
    assert "**Reviewed**: Ana (7), Luz (7)." in card


def test_the_card_tells_what_each_stage_let_go(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    card = card_of(publish_dataset(reviewed(space), IMPRINT, space))
    assert "| `donations/refranes` | collect | 8 | 6 | 2 empty-message |" in card
    assert "| `curated` | curate | 9 | 6 | 3 near-duplicate |" in card
    assert "| `reviewed` | review | 7 | 6 | 1 rejected |" in card


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("es", "Registros: 6"), ("ca", "Registres: 6"), ("gl", "Rexistros: 6"), ("eu", "Erregistroak: 6"),
        ("pt", "Registos: 6"), ("en", "Records: 6"),
    ],
)  # fmt: skip
def test_the_card_starts_in_the_projects_language(tmp_path: Path, locale: str, words: str) -> None:
    space = workspace(tmp_path)
    card = card_of(publish_dataset(reviewed(space), IMPRINT.model_copy(update={"locale": locale}), space))
    assert words in card.partition("## What it is")[0]


def test_simulated_reviewers_are_called_so_at_the_top_and_among_people(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    rows = [record(0, validated_by=(SIMULATED,)), record(1, validated_by=("Ana",))]
    card = card_of(publish_dataset(reviewed(space, rows), IMPRINT, space))
    top = card.partition("## What it is")[0]
    assert "personas simuladas" in top
    assert "**Demonstration data.**" in top
    assert "**Reviewed**: Ana (1).\n" in card
    assert f"**Simulated reviewers, who are programs and not people**: {SIMULATED} (1)." in card
    assert "simulated-reviews" in front_matter(card)["tags"]


def test_a_card_without_simulated_people_does_not_speak_of_them(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    assert "imulated" not in card_of(publish_dataset(reviewed(space), IMPRINT, space))


def test_what_people_write_cannot_break_the_card(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    rows = [
        record(0, contributor="<script>alert(1)</script>", source="a|b\n# no", domain="`x", validated_by=("**A**",))
    ]
    imprint = IMPRINT.model_copy(update={"name": "---\n# {{ 7 * 7 }} <img>", "description": "{% raw %} | x\n---"})
    card = card_of(publish_dataset(reviewed(space, rows), imprint, space))
    assert "<script" not in card
    assert "<img" not in card.partition("---\n\n")[2].replace("```bibtex", "").partition("## Citation")[0]
    assert "| a\\|b # no | &lt;script&gt;alert(1)&lt;/script&gt; | CC-BY-4.0 | 1 |" in card
    assert "\\*\\*A\\*\\* (1)" in card
    assert front_matter(card)["pretty_name"] == "--- # {{ 7 * 7 }} <img>"


def test_an_unknown_licence_blocks_the_release_and_says_whose_it_is(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    rows = [record(0), record(1, licence="NOASSERTION", source="cuentos", contributor="Luz")]
    with pytest.raises(LicenceError, match=r"nobody has said .* \(cuentos of Luz.*ask the giver"):
        publish_dataset(reviewed(space, rows), IMPRINT, space)
    assert space.latest("release/dataset") is None


def test_an_incompatible_licence_blocks_the_release_and_names_a_way_out(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    rows = [record(0), record(1, licence="CC-BY-NC-4.0", source="cuentos", contributor="Luz")]
    with pytest.raises(LicenceError, match=r"CC-BY-NC-4.0 forbids commercial use.*cuentos of Luz.*release = 'CC-BY-NC"):
        publish_dataset(reviewed(space, rows), IMPRINT, space)


def test_without_records_there_is_nothing_to_publish(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    with pytest.raises(NothingToDo, match="minga serve"):
        publish_dataset(reviewed(space, []), IMPRINT, space)


def test_equal_projects_make_equal_bytes_that_name_no_place(tmp_path: Path) -> None:
    one, other = workspace(tmp_path / "one"), workspace(tmp_path / "other place")
    first = files_of(publish_dataset(reviewed(one), IMPRINT, one))
    assert first == files_of(publish_dataset(reviewed(other), IMPRINT, other))
    assert not [path for path, data in first.items() if str(tmp_path).encode() in data]


def test_a_dry_workspace_makes_nothing(tmp_path: Path) -> None:
    table = reviewed(workspace(tmp_path))
    dry = workspace(tmp_path, dry=True)
    assert publish_dataset(table, IMPRINT, dry).state == "pending"
    assert publish_dataset(reviewed(workspace(tmp_path / "new", dry=True)), IMPRINT, dry).state == "pending"


def test_the_same_again_is_unchanged_and_another_licence_is_not(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    table = reviewed(space)
    publish_dataset(table, IMPRINT, space)
    assert publish_dataset(table, IMPRINT, space).state == "unchanged"
    assert publish_dataset(table, IMPRINT.model_copy(update={"licence": "GPL-3.0-only"}), space).state == "made"


def test_provenance_reaches_the_donation(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    release = publish_dataset(reviewed(space), IMPRINT, space)
    provenance = json.loads((release.path / "provenance.json").read_text(encoding="utf-8"))
    assert [step["name"] for step in provenance["steps"]] == ["donations/refranes", "curated", "reviewed"]
    assert provenance["steps"][1]["counts"]["dropped"] == {"near-duplicate": 3}


def test_a_namespace_gives_the_card_an_address(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    imprint = Imprint(**IMPRINT.model_dump() | {"namespace": "somos"})
    card = card_of(publish_dataset(reviewed(space), imprint, space))
    assert 'load_dataset("somos/recetas", split="train")' in card
    assert r"\url{https://huggingface.co/datasets/somos/recetas}" in card


def test_a_thousand_contributors_do_not_make_an_endless_card(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    rows = [record(number, source=f"https://example.org/{number}") for number in range(300)]
    card = card_of(publish_dataset(reviewed(space, rows), IMPRINT, space))
    assert "… and 260 more, in the data." in card
