"""Texts of many languages from packages that anybody can install, and from the shared data."""
