"""Who has no name here is kept waiting like anybody else."""

from werkzeug.security import check_password_hash, generate_password_hash

from core.store import users


def test_to_check_a_name_that_nobody_has_costs_as_much_as_a_password_and_none_fits() -> None:
    method = generate_password_hash("a long password").partition("$")[0]
    assert users._NOBODY.partition("$")[0] == method
    assert not check_password_hash(users._NOBODY, "nobody has this password")
    assert not check_password_hash(users._NOBODY, "")
