from core.domain.connection_settings import ConnectionSettings
from tools.options_page import PAGE, options_page


def test_the_page_of_options_says_what_the_settings_say() -> None:
    """`python -m tools.options_page` writes it anew."""
    assert PAGE.read_text() == options_page()


def test_each_option_is_explained() -> None:
    assert all(field.description for field in ConnectionSettings.model_fields.values())
    assert all(f"| `{name}` |" in options_page() for name in ConnectionSettings.model_fields)
