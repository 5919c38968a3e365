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
        # Other spellings of a host that a reader and a socket might see differently.
        "https://webservices16.autotask.net.:443/atservicesrest/",
        "https://webservices16.autotask.net%2eevil.example/atservicesrest/",
        "https://webservices16.autotask.net%00.evil.example/atservicesrest/",
        "https://webservices16.autotask.net%23@evil.example/atservicesrest/",
        "https://webservices16.autotask.net#@evil.example/atservicesrest/",
        "https://webservices16.autotask.net?@evil.example/atservicesrest/",
        "https://webservices16.autotask.net;@evil.example/atservicesrest/",
        "https://webservices16-autotask.net/atservicesrest/",
        "https://webservices16xautotask.net/atservicesrest/",
        "https://evil-webservices16.autotask.net/atservicesrest/",
        "https://webservices16.autotask.net.evil.example:443/atservicesrest/",
        "https://webservices.autotask.net/atservicesrest/",
        "https://webservicesx6.autotask.net/atservicesrest/",
        "https://webservices٣.autotask.net/atservicesrest/",
        "https://webservices16。autotask。net/atservicesrest/",
        "https://webservices16.autotask.nét/atservicesrest/",
        # Ways of writing loopback and the cloud's own address.
        "https://127.0.0.1/atservicesrest/",
        "https://2130706433/atservicesrest/",
        "https://0x7f.1/atservicesrest/",
        "https://[::ffff:127.0.0.1]/atservicesrest/",
        "https://localhost/atservicesrest/",
        "https://169.254.169.254/atservicesrest/",
        # Odd schemes, ports and paths.
        "//webservices16.autotask.net/atservicesrest/",
        "webservices16.autotask.net/atservicesrest/",
        "https:webservices16.autotask.net/atservicesrest/",
        "https:///webservices16.autotask.net/atservicesrest/",
        "ftp://webservices16.autotask.net/atservicesrest/",
        "javascript://webservices16.autotask.net/atservicesrest/",
        "https://webservices16.autotask.net:80/atservicesrest/",
        "https://webservices16.autotask.net:0/atservicesrest/",
        "https://webservices16.autotask.net:-1/atservicesrest/",
        "https://webservices16.autotask.net/atservicesrest/../admin/",
        "https://webservices16.autotask.net/atservicesrest/%2e%2e/admin/",
        "https://webservices16.autotask.net/zone2/atservicesrest/",
        "https://webservices16.autotask.net//evil.example/atservicesrest/",
        "https://webservices16.autotask.net/atservicesrest;x/",
        "https://webservices16.autotask.net/atservicesrest/#x",
        # Characters that end a header or a line.
        "https://webservices16.autotask.net/atservicesrest/\r\nHost: evil.example",
        "https://webservices16.autotask.net\t/atservicesrest/",
        " https://webservices16.autotask.net/atservicesrest/",
        "https://webservices16.autotask.net /atservicesrest/",
        "https://webservices16.autotask.net\x00/atservicesrest/",
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


@pytest.mark.parametrize(
    ("url", "accepted"),
    [
        (f"{SANDBOX}/zone2/ATServicesRest/", True),
        (f"{SANDBOX}/ATServicesRest", True),
        (f"{SANDBOX}/atservicesrest/other/", False),
        (f"{SANDBOX}/zone2/atservicesrestx/", False),
        (f"{SANDBOX}/atservicesrest/?x=1", False),
        ("https://127.0.0.1:8101/atservicesrest/", False),
        ("http://127.0.0.1:8102/atservicesrest/", False),
    ],
)
def test_the_sandbox_has_its_zones_under_paths_of_one_host(url: str, accepted: bool) -> None:
    assert (accept_api_url(url, SANDBOX) is not None) is accepted


def test_the_screens_address_is_kept_only_if_it_is_autotasks() -> None:
    url = "https://webservices6.autotask.net/atservicesrest/"
    good = accept_zone({"url": url, "webUrl": "https://ww6.autotask.net/", "zoneName": "AU"}, None)
    assert (good.url, good.web_url, good.name) == (url, "https://ww6.autotask.net/", "AU")
    assert accept_zone({"url": url, "webUrl": "https://evil.example/"}, None).web_url == ""


@pytest.mark.parametrize(
    "web_url",
    [
        "",
        None,
        5,
        "javascript:alert(1)",
        "https://ww6.autotask.net.evil.example/",
        "https://ww6.autotask.net@evil.example/",
        "http://ww6.autotask.net/",
    ],
)
def test_a_screens_address_that_is_not_autotasks_is_dropped_and_no_reason_to_stop(
    web_url: object,
) -> None:
    url = "https://webservices6.autotask.net/atservicesrest/"
    assert accept_zone({"url": url, "webUrl": web_url}, None).web_url == ""


@pytest.mark.parametrize("answer", [None, [], {}, {"url": None}, {"url": "https://evil.example/"}])
def test_a_look_up_that_leads_away_is_refused(answer: object) -> None:
    with pytest.raises(RejectedError, match="not Autotask's own"):
        accept_zone(answer, None)
