"""Defects as machine translation leaves them, one module a family. Each function is a `Mutation`."""
