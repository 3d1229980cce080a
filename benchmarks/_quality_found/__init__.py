"""Parts of `benchmarks/quality_found.py`."""
