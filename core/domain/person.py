"""A person at an Autotask company: who may get its invoices."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """An active contact of Autotask's. `role` is the value of the connection's person field."""

    autotask_id: int
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    fax: str = ""
    is_billing: bool = False
    is_primary: bool = False
    role: str = ""

    @property
    def name(self) -> str:
        """As a sentence names them; the e-mail address for one without a name."""
        return f"{self.first_name} {self.last_name}".strip() or self.email or "somebody unnamed"
