"""Parts of `page_weight.py`."""
