"""Items: the price list, and lines that name one."""

import pytest

from tests.unit.sandbox.xero.conftest import Bookkeeper

SCOPES = "openid offline_access accounting.contacts accounting.invoices accounting.settings"


@pytest.fixture
def seller(stranger: Bookkeeper) -> Bookkeeper:
    stranger.door("limits", minute=False)
    return stranger.connect(scope=SCOPES)


def test_the_demo_organisation_has_items(xero: Bookkeeper) -> None:
    assert {row["Code"] for row in xero.rows("Items")} == {"LAB-STD", "FW-60"}
    [single] = xero.rows("Items/fw-60")
    assert single["SalesDetails"]["UnitPrice"] == 1240.0
    assert [row["Code"] for row in xero.rows('Items?where=Code=="FW-60"')] == ["FW-60"]
    assert xero.get("Items/NOTHING").status_code == 404


def test_a_line_takes_from_its_item_what_was_not_sent(xero: Bookkeeper) -> None:
    [made] = xero.posted("I-1", LineItems=[{"ItemCode": "LAB-STD", "Quantity": 2}])["LineItems"]
    assert (made["Description"], made["UnitAmount"], made["AccountCode"], made["TaxType"]) == (
        *("Standard labour, an hour", 165.0, "220", "OUTPUT2"),
    )
    assert made["Item"]["Code"] == "LAB-STD"
    assert "ItemCode" not in xero.posted("I-2")["LineItems"][0]


def test_what_was_sent_wins_over_the_item(xero: Bookkeeper) -> None:
    sent = {"ItemCode": "LAB-STD", "Description": "Night work", "UnitAmount": 200}
    [made] = xero.posted("I-1", LineItems=[sent])["LineItems"]
    assert (made["Description"], made["UnitAmount"]) == ("Night work", 200.0)


def test_an_item_that_is_not_there_is_refused(xero: Bookkeeper) -> None:
    sent = {"ItemCode": "NOTHING", "Description": "x", "UnitAmount": 1, "AccountCode": "220"}
    assert xero.complaints(LineItems=[sent]) == ["Item code 'NOTHING' is not valid"]


def test_items_are_created_and_changed_by_code(seller: Bookkeeper) -> None:
    made = seller.one("PUT", "Items", Code="NEW", Name="New", SalesDetails={"UnitPrice": 5})
    changed = seller.one("POST", "Items", Code="NEW", Name="Newer")
    assert changed["ItemID"] == made["ItemID"]
    again = seller.one("PUT", "Items", Code="new")
    long = seller.one("PUT", "Items", Code="C" * 31)
    nothing = seller.one("PUT", "Items", Name="No code")
    assert [row["ValidationErrors"][0]["Message"] for row in (again, long, nothing)] == [
        "Price List Item with Code ''new'' already exists",
        "Code must be 30 characters or less.",
        "Item Code must be specified",
    ]


def test_reading_settings_is_not_enough_to_write_an_item(xero: Bookkeeper) -> None:
    assert xero.call("PUT", "Items", json={"Items": [{"Code": "NEW"}]}).status_code == 401
