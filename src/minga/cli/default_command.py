"""A verb that does its work without a further word, and has other commands beside."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

__all__ = ["DEFAULT", "DefaultCommandGroup"]

DEFAULT = "run"
"""The command that is meant where none is named: `minga translate mmlu` is `minga translate run mmlu`."""


class DefaultCommandGroup(TyperGroup):
    """A group of commands that takes anything but their names and `--help` as arguments of `run`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See typer."""
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        # a shell that completes words wants the names of the commands
        meant = args if named or ctx.resilient_parsing else [DEFAULT, *args]
        return super().parse_args(ctx, list(meant))
