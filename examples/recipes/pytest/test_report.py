import urllib.request

import pytest
import report  # ../../report/report.py is tested here; your client takes its place


@pytest.fixture
def client(mock, monkeypatch):
    monkeypatch.setattr(report, "HOST", mock.url)
    monkeypatch.setattr(report, "WAIT", 0)  # seconds
    return report.Client(mock.key, "any")


def ask(client):
    asked = client.graphql(report.ASK, input={
        "metrics": ["VIEWS"], "dimensions": ["DAY"], "startDate": "2026-06-28", "endDate": "2026-06-30",
        "product": "CONTENT",
    })
    return asked["askPartnerReportFile"]["reportFile"]["reportToken"]


def status(client, token):
    return client.graphql(report.POLL, report=token)["partner"]["reportFile"]["status"]


def test_finished_in_two_hours(mock, client):
    mock.policy(progress="after", takes="2h")
    token = ask(client)
    assert status(client, token) == "IN_PROGRESS"
    mock.advance("2h")
    [link] = report.links(client, token, longest=0)
    lines = urllib.request.urlopen(link).read().decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["day", "2026-06-28", "2026-06-29", "2026-06-30"]


@pytest.mark.parametrize("outcome", ["FAILED", "EXPIRED"])
def test_ends_without_files(mock, client, outcome):
    mock.policy(progress="polls", polls=1, outcome=outcome)
    with pytest.raises(report.Failure, match=outcome):
        report.links(client, ask(client), longest=60)


def test_never_finished(mock, client):
    mock.policy(progress="hand")
    with pytest.raises(report.Failure, match="not finished"):
        report.links(client, ask(client), longest=0)


def test_token_expires_in_the_middle(mock, client):
    mock.policy(progress="hand")
    token, old = ask(client), client.token
    mock.advance("2h")
    assert status(client, token) == "IN_PROGRESS"
    assert client.token != old


def test_api_fails_and_works_again(mock, client):
    mock.faults("graphql-502")
    with pytest.raises(report.Failure, match="status 502"):
        ask(client)
    mock.faults()
    assert ask(client)
