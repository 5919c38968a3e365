"""What was found wrong with one element while it was read."""

from dataclasses import dataclass, field


@dataclass
class Ruling:
    """Errors refuse the element, warnings travel with it."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def refuse(self, message: str) -> None:
        """An error, once."""
        if message not in self.errors:
            self.errors.append(message)

    def warn(self, message: str) -> None:
        """A warning, once."""
        if message not in self.warnings:
            self.warnings.append(message)
