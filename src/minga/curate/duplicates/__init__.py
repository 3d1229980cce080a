"""Records that repeat another: equal ones, near-copies, and which of them stays."""
