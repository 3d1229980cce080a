"""Parts of `benchmarks/evaluate_shared_context.py`."""
