"""The layouts that benchmarks are given in: one module for each kind of question."""
