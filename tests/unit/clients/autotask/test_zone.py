"""A tenant's secret goes to Autotask's own servers and nowhere else."""

import pytest

from core.clients.autotask.zone import accept_api_url, accept_zone
from core.domain.errors import RejectedError

SANDBOX = "http://127.0.0.1:8101"


@pytest.mark.parametrize(
    "url",
    [
        "https://webservices16.autotask.net/atservicesrest/",
        "https://webservices16.autotask.net/ATServicesRest",
        "https://WEBSERVICES6.autotask.net:443/atservicesrest/",
    ],
)
def test_autotasks_own_servers_are_accepted(url: str) -> None:
    accepted = accept_api_url(url, None)
    assert accepted is not None
    assert accepted.endswith("/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://webservices16.autotask.net/atservicesrest/",
        "https://webservices16.autotask.net.evil.example/atservicesrest/",
        "https://evil.example/webservices16.autotask.net/atservicesrest/",
        "https://webservices16.autotask.net@evil.example/atservicesrest/",
        "https://user:pass@webservices16.autotask.net/atservicesrest/",
        "https://webservices16.autotask.net:8443/atservicesrest/",
        "https://webservices.autotask.net.evil/atservicesrest/",
        "https://webservices1234.autotask.net/atservicesrest/",
        "https://webservices16.autotask.net\\@evil.example/atservicesrest/",
        "https://webservices16.autotask.net/other/",
        "https://webservices16.autotask.net/atservicesrest/?x=1",
        "https://webservices16.autotask.net:99999/atservicesrest/",
        "https://webservices１６.autotask.net/atservicesrest/",
        "http://127.0.0.1:8101/atservicesrest/",
        "file:///etc/passwd",
        "https://[::1/atservicesrest/",
    ],
)
def test_no_other_address_is_called(url: str) -> None:
    assert accept_api_url(url, None) is None


def test_the_sandbox_is_accepted_only_where_it_is_allowed() -> None:
    url = f"{SANDBOX}/atservicesrest/"
    assert accept_api_url(url, SANDBOX) == url
    assert accept_api_url(url, "http://127.0.0.1:8102") is None
    assert accept_api_url(url, "http://localhost:8101") is None
    assert accept_api_url(url, "") is None
    assert accept_api_url("http://127.0.0.1:8101@evil.example/atservicesrest/", SANDBOX) is None


def test_the_screens_address_is_kept_only_if_it_is_autotasks() -> None:
    url = "https://webservices6.autotask.net/atservicesrest/"
    good = accept_zone({"url": url, "webUrl": "https://ww6.autotask.net/", "zoneName": "AU"}, None)
    assert (good.url, good.web_url, good.name) == (url, "https://ww6.autotask.net/", "AU")
    assert accept_zone({"url": url, "webUrl": "https://evil.example/"}, None).web_url == ""


@pytest.mark.parametrize("answer", [None, [], {}, {"url": None}, {"url": "https://evil.example/"}])
def test_a_look_up_that_leads_away_is_refused(answer: object) -> None:
    with pytest.raises(RejectedError, match="not Autotask's own"):
        accept_zone(answer, None)
