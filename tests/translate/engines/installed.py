"""Small packages with engines, laid out as pip lays them out."""

from __future__ import annotations

from pathlib import Path

__all__ = ["SHOUTING", "install"]

SHOUTING = '''
"""Translates into capitals, slowly where it is told to, and writes down whatever it is asked."""
import os, time
from minga.translate.engines import Translation

class Shouting:
    name, version, prompt, identity, licence, spending = "shouting", "1.0", "", "shouting 1.0", "", None

    def translate(self, items):
        for item in items:
            with open(os.environ["SHOUTING_LOG"], "a") as log:
                log.write(item.get("question", "?") + "\\n")
            time.sleep(float(os.environ.get("SHOUTING_SECONDS", "0")))
            yield {name: Translation(text.upper()) for name, text in item.items()}

def make(commission):
    return Shouting()
'''


def install(site: Path, package: str, code: str, engine: str = "shouting", value: str = "make") -> Path:
    """Put a distribution with one module and one engine into `site`, which goes onto the path."""
    site.mkdir(exist_ok=True)
    (site / f"{package}.py").write_text(code, encoding="utf-8")
    info = site / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[minga.engines]\n{engine} = {package}:{value}\n", encoding="utf-8")
    return site
