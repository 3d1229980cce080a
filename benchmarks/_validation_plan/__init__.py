"""Parts of `benchmarks/validation_plan.py`."""
