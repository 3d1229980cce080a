"""Parts of `translation_lint.py`."""
