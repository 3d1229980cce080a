"""Parts of `benchmarks/validation_experiment.py`."""
