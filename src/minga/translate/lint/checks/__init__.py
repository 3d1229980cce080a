"""The checks, one family a module. `minga.translate.lint.table` lists them."""
