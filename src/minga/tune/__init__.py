"""Records to a LoRA adapter, with TRL and PEFT."""

from __future__ import annotations

from minga.tune.adapter import tune

__all__ = ["tune"]
