"""Messages that are defined in one place and translated in another."""

from __future__ import annotations

__all__ = ["later"]


def later(message: str) -> str:
    """Marks a message for translation where it is defined; it is translated where it is shown."""
    return message
