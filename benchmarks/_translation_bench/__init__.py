"""Parts of `benchmarks/translation_bench.py`."""
