"""Parts of `benchmarks/variety.py`."""
