"""Companies as ingestion has stored them: somebody renames them, or corrects their tax numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from random import Random
from typing import Any

from core.domain.company import Company
from tests.simulation.scheduler import Scheduler

# Ingestion looks at companies again some time after they changed.
_STORED_WITHIN_MS = 40_000


class CompanyBook:
    """The list of companies of the database, with every version that it ever had of each."""

    def __init__(self, names: Mapping[int, str], *, are_namesakes: bool) -> None:
        self._are_namesakes = are_namesakes
        self.versions = {number: [Company(number, name)] for number, name in names.items()}

    def load(self, connection_id: str, kind: str) -> Mapping[str, Any]:
        return {}

    def load_some(self, connection_id: str, kind: str, keys: Iterable[str]) -> Mapping[str, Any]:
        if kind != "company":
            return {}
        return {key: asdict(self.versions[int(key)][-1]) for key in keys}

    def change(self, random: Random, scheduler: Scheduler) -> None:
        """No two companies ever have the same tax number, so it tells whose data went where."""
        number = random.choice(sorted(self.versions))
        last = self.versions[number][-1]
        if random.random() < 0.4 and not self._are_namesakes:
            later = replace(
                last, name=f"Company {number} {random.choice(['Ltd', 'Group', '& Co'])}"
            )
        else:
            later = replace(last, tax_number=f"NZ-{number}-{random.randint(1, 999)}")
        wait = random.randint(0, _STORED_WITHIN_MS)
        scheduler.after(wait, self.versions[number].append, later)
