"""Printed forms are kept within bounds: the last of each, so many bytes of a connection, two weeks."""

from datetime import timedelta

import pytest

from core.domain.papers import Form
from core.store import papers
from core.store.papers import Paper
from tests.factories.documents import NOON
from tests.integration.conftest import Server

pytestmark = pytest.mark.usefixtures("server")


def keep(autotask_id: int, *, minutes: int = 0, size: int = 10, connection: str = "kauri") -> None:
    paper = Paper(b"x" * size, "h", NOON + timedelta(minutes=minutes))
    papers.keep(connection, autotask_id, Form.PDF, paper, most_bytes=30)


def kept(*autotask_ids: int, connection: str = "kauri") -> list[int]:
    return [each for each in autotask_ids if papers.find(connection, each, Form.PDF)]


def test_the_last_of_each_form_is_kept() -> None:
    papers.keep("kauri", 1, Form.HTML, Paper(b"page", "h1", NOON))
    papers.keep("kauri", 1, Form.PDF, Paper(b"file", "h1", NOON))
    papers.keep("kauri", 1, Form.PDF, Paper(b"later file", "h2", NOON))
    assert papers.find("kauri", 1, Form.HTML) == Paper(b"page", "h1", NOON)
    assert papers.find("kauri", 1, Form.PDF) == Paper(b"later file", "h2", NOON)


def test_the_oldest_of_a_connection_go_when_they_are_too_much() -> None:
    keep(9, connection="rata")
    for number in range(1, 5):
        keep(number, minutes=number)
    assert kept(1, 2, 3, 4) == [2, 3, 4]
    assert kept(9, connection="rata") == [9]


def test_one_that_is_too_much_by_itself_is_kept_alone() -> None:
    keep(1)
    keep(2, minutes=1, size=100)
    assert kept(1, 2) == [2]


def test_they_end_by_themselves(server: Server) -> None:
    (index,) = [
        each
        for each in server.papers.index_information().values()
        if each["key"] == [("fetched_at", 1)]
    ]
    assert index["expireAfterSeconds"] == 14 * 86_400
