import pytest

from core.domain.faults import make_fault
from core.domain.mapping import NameUnknownError
from core.domain.name_lists import NameList


@pytest.mark.parametrize("kind", list(NameList))
def test_every_list_has_words_for_what_it_names(kind: NameList) -> None:
    error = NameUnknownError(kind, 12)
    fault = make_fault(error.code, **error.values)
    assert f"{error.values['what']} 12" in fault.title
    assert "unknown)" not in fault.title + fault.message
