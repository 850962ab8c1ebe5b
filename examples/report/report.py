#!/usr/bin/env python3
"""Requests a report of Dailymotion with a private API key, waits for it and prints its CSV.

    report.py [START END]     dates such as 2026-06-28; the default is the last seven days

DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key; the mock accepts any value, and so they have defaults here.
METRICS and DIMENSIONS are lists with commas. DAILYMOTION_URL replaces the host. POLL_SECONDS is the first wait between
two polls; each next one is twice as long, up to a minute. MAX_SECONDS ends it all.
"""

import datetime
import json
import os
import sys
import time
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

HOST = os.environ.get("DAILYMOTION_URL", "https://partner.api.dailymotion.com")
WAIT = int(os.environ.get("POLL_SECONDS", "2"))
ASK = """mutation ($input: AskPartnerReportFileInput!) {
  askPartnerReportFile(input: $input) { reportFile { reportToken } }
}"""
POLL = """query ($report: String!) {
  partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
}"""


class Failure(Exception):
    """What the user has to know."""


class Client:
    def __init__(self, key, secret):
        self.key, self.secret = key, secret
        self.sign_in()

    def sign_in(self):
        form = {"grant_type": "client_credentials", "client_id": self.key, "client_secret": self.secret,
                "scope": "create_reports read_reports"}
        self.token = json.loads(self.post("/oauth/v1/token", urlencode(form).encode()))["access_token"]

    def graphql(self, query, **variables):
        """Returns the data. A token expires after an hour, also in the middle of a report: a new one follows."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        try:
            answer = self.post("/graphql", body, self.headers())
        except Failure as failure:
            if not str(failure).endswith("status 401"):
                raise
            self.sign_in()
            answer = self.post("/graphql", body, self.headers())
        if (answer := json.loads(answer)).get("errors"):
            raise Failure(answer["errors"][0]["message"])
        return answer["data"]

    def headers(self):
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

    @staticmethod
    def post(path, body, headers={}):
        try:
            return read(Request(HOST + path, data=body, headers=headers), 30)
        except HTTPError as error:
            raise Failure(f"{path}: status {error.code}") from error
        except URLError as error:
            raise Failure(f"{HOST} cannot be reached: {error.reason}") from error


def read(request, timeout, tries=4):
    """Returns a body. After status 429 and 5xx it tries again, three times at most."""
    for i in range(tries):
        try:
            with urlopen(request, timeout=timeout) as response:
                return response.read()  # fails if it is cut off; read(n) does not
        except HTTPError as error:
            if i == tries - 1 or error.code != 429 and error.code < 500:
                raise
        time.sleep(WAIT * 2**i)


def links(client, report, longest):
    """Polls until the report ends, and returns the addresses of its files."""
    wait, give_up = WAIT, time.monotonic() + longest
    while True:
        file = client.graphql(POLL, report=report)["partner"]["reportFile"]
        if file["status"] == "FINISHED":
            return [edge["node"]["link"] for edge in file["downloadLinks"]["edges"]]
        if file["status"] != "IN_PROGRESS":  # FAILED, or EXPIRED: its files are deleted
            raise Failure(f"the report ended with status {file['status']}")
        if time.monotonic() >= give_up:
            raise Failure(f"the report was not finished after {longest} seconds")
        time.sleep(wait)
        wait = min(2 * wait, 60)


def main(args):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    start, end = args or [str(today - datetime.timedelta(days=7)), str(today - datetime.timedelta(days=1))]
    env = os.environ.get
    client = Client(env("DAILYMOTION_API_KEY", "any"), env("DAILYMOTION_API_SECRET", "any"))
    asked = client.graphql(ASK, input={
        "metrics": env("METRICS", "VIEWS,TIME_WATCHED_SECONDS").split(","),
        "dimensions": env("DIMENSIONS", "DAY,VIDEO_OWNER_CHANNEL_SLUG").split(","),
        "startDate": start, "endDate": end, "product": "CONTENT",
    })
    report = asked["askPartnerReportFile"]["reportFile"]["reportToken"]
    longest = int(env("MAX_SECONDS", "7200"))  # the documentation says that a report takes two hours at most
    for i, link in enumerate(links(client, report, longest)):
        file = read(link, 600)  # on another host, which refuses a token
        sys.stdout.buffer.write(file if i == 0 else file.partition(b"\n")[2])  # one header line is enough


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Failure, OSError, HTTPException) as error:
        sys.exit(f"report: {error}")
