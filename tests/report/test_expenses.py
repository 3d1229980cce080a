from __future__ import annotations

from pathlib import Path

from minga.generate import generate
from minga.llm import Endpoint
from minga.report import Expense, expenses
from minga.settings import DocumentSettings, GenerateSettings
from minga.tables import Table
from minga.workspace import Workspace
from tests.llm.stand_in import completion, standing_in


def generated(root: Path, **prices: float) -> Table:
    text = "El chuño es papa secada por el frío de la puna. Se prepara en junio y julio, en las noches heladas."
    (root / "chuno.md").write_text(text, encoding="utf-8")
    documents = DocumentSettings(name="andes", path="*.md", language="es", licence="CC0-1.0", contributor="Ana")
    with standing_in(lambda body: completion("Papa secada por el frío.", tokens=(300, 20))) as server:
        endpoint = Endpoint(url=server.url, model="m", **prices)  # type: ignore[arg-type]  # only floats are given
        settings = GenerateSettings(tasks=("summary",))
        return generate(documents, settings, endpoint, root, Workspace(root / "data", root / ".minga"))


def test_a_table_for_which_a_model_was_asked_shows_tokens_and_cost(tmp_path: Path) -> None:
    (expense,) = expenses([generated(tmp_path, price_in=10.0, price_out=50.0)])
    assert expense == Expense(table="generated/andes", tokens_in=300, tokens_out=20, cost_usd=0.004)


def test_a_table_without_a_model_costs_nothing_and_is_not_listed(tmp_path: Path) -> None:
    from minga.collect import collect
    from minga.settings import CollectSettings, DonationSettings

    (tmp_path / "d.jsonl").write_text('{"instruction": "¿Qué?", "output": "Eso."}', encoding="utf-8")
    donation = DonationSettings(name="d", path="d.jsonl", language="es", licence="CC0-1.0", contributor="Ana")
    table = collect(donation, CollectSettings(), tmp_path, Workspace(tmp_path / "data", tmp_path / ".minga"))
    assert expenses([table]) == []
