"""Parts of `curate_throughput.py`."""
