from core.domain.faults import CATALOGUE
from tools.fault_page import PAGE, fault_page


def test_the_page_of_causes_says_what_the_catalogue_says() -> None:
    """`python -m tools.fault_page` writes it anew."""
    assert PAGE.read_text() == fault_page()


def test_the_page_lists_every_code_once() -> None:
    page = fault_page()
    assert all(page.count(f"| `{code}` |") == 1 for code in CATALOGUE)
