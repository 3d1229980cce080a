from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from minga.evaluate.energy import hardware

CODE = """
import json, socket, sys, time

def refuse(self, address, *rest):
    if self.family != socket.AF_UNIX:
        print("CONNECTED", address)
    raise OSError("no network here")

socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *a, **k: print("ASKED FOR", a) or (_ for _ in ()).throw(OSError("no names here"))

from minga.evaluate.energy import Meter

meter = Meter(sys.argv[1])
costs = []
for seconds in (0.3, 0.6):
    with meter.measure() as cost:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pass
    costs.append(vars(cost[0]))
print(json.dumps(costs))
"""


def measured(folder: Path, country: str) -> list[dict[str, float | None]]:
    done = subprocess.run([sys.executable, "-c", CODE, country], capture_output=True, text=True, check=True, cwd=folder)
    lines = done.stdout.splitlines()
    assert len(lines) == 1, "asked the network"
    assert not list(folder.iterdir())
    return list(json.loads(lines[0]))


def test_energy_is_estimated_for_each_task_by_itself_without_network_or_files(tmp_path: Path) -> None:
    first, second = measured(tmp_path, "ESP")
    assert 0.3 <= (first["seconds"] or 0) < (second["seconds"] or 0)
    assert 0 < (first["energy_kwh"] or 0) < (second["energy_kwh"] or 0) < 1e-3
    # Spain's grid: between 50 and 400 g a kWh in any year
    assert 0.05 < (first["co2_kg"] or 0) / (first["energy_kwh"] or 1) < 0.4


def test_without_a_country_there_is_no_co2(tmp_path: Path) -> None:
    assert [cost["co2_kg"] for cost in measured(tmp_path, "")] == [None, None]


def test_the_machine_is_described() -> None:
    found = hardware()
    assert found["cpu"]
    assert found["cores"] >= 1
    assert found["memory_gib"] > 0
