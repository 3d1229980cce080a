"""One module a kind of flaw; `minga.translate.source_checks.table` names them all."""
