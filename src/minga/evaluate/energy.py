"""What a computation took: time, energy and CO2 as codecarbon estimates them, and the machine it ran on."""

from __future__ import annotations

import contextlib
import os
import platform
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minga.results import Cost

__all__ = ["Meter", "hardware"]

_GIB = 1024**3
_INTERVAL = 15


class Meter:
    """Measures what this process takes. Nothing is asked of the network, and nothing is written.

    `country` (ISO 3166 alpha-3) says whose power grid it is; empty leaves CO2 out. Without codecarbon there is only the
    time.
    """

    def __init__(self, country: str) -> None:
        self._country = country
        self._tracker: Any = None
        # it takes seconds to look at the machine: time in which a model is loaded anyway
        self._starting = threading.Thread(target=self._start, daemon=True)
        self._starting.start()

    @contextlib.contextmanager
    def measure(self) -> Iterator[list[Cost]]:
        """Measure the block; its cost is in the list at the end of it."""
        self._starting.join()
        cost: list[Cost] = []
        began = time.monotonic()
        if self._tracker is not None:
            self._tracker.start_task()
        try:
            yield cost
        finally:
            used = None if self._tracker is None else self._tracker.stop_task()
            energy = None if used is None else float(used.energy_consumed)
            co2 = float(used.emissions) if used is not None and self._country else None
            cost.append(Cost(time.monotonic() - began, energy, co2))

    def _start(self) -> None:
        with contextlib.suppress(Exception):  # whatever it stumbles over: a score needs no energy
            from codecarbon import OfflineEmissionsTracker

            tracker = OfflineEmissionsTracker(
                country_iso_code=self._country or "ESP",
                tracking_mode="process",
                measure_power_secs=_INTERVAL,
                save_to_file=False,
                save_to_api=False,
                log_level="error",
                allow_multiple_runs=True,
            )
            tracker.start_task()
            tracker.stop_task()
            self._tracker = tracker


def hardware() -> dict[str, Any]:
    """Processor, cores that may be used, memory in GiB, and graphics cards, by their names."""
    return {
        "cpu": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / _GIB, 1),
        "gpus": _graphics_cards(),
    }


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _graphics_cards() -> list[str]:
    import torch

    return [torch.cuda.get_device_name(number) for number in range(torch.cuda.device_count())]
