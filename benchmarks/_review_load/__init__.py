"""What `review_load.py` is made of: a community, a server, its reviewers, and the audit afterwards."""
