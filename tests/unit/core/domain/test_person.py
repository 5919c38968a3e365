import pytest

from core.domain.person import Person


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (Person(1, "Emma", "Chen", "emma@aroha.example"), "Emma Chen"),
        (Person(1, "", "Chen"), "Chen"),
        (Person(1, email="emma@aroha.example"), "emma@aroha.example"),
        (Person(1), "somebody unnamed"),
    ],
)
def test_a_person_is_called_by_what_is_known(person: Person, name: str) -> None:
    assert person.name == name
