"""`lm_eval --model minga`: the name under which lm-evaluation-harness finds minga's model class.

The harness knows the models that its own code names, and none of other packages: it has neither entry points nor an
option for that. So a line in `minga_lm_eval.pth`, which is installed beside the package and which Python reads at its
start, calls `register` in programs whose command line names `lm_eval`. In any other it compares words and ends.
"""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ["register"]

_MODEL = "minga.evaluate.shared_context.model:SharedContextLM"


def register() -> None:
    """Let the harness know the name `minga`; the class is imported when it is asked for."""
    if find_spec("lm_eval") is None:
        return
    # the harness fills an empty registry only: ours must not be the first name
    import lm_eval.models  # noqa: F401
    from lm_eval.api.registry import model_registry

    model_registry.register("minga", target=_MODEL)
