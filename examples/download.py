#!/usr/bin/env python3
"""Downloads a report of Dailymotion, with a default header Authorization for the API alone.

    download.py [--default-header]    prints the CSV of yesterday's views

The links to files lead to another host, which refuses a token of the API. --default-header sends it there too, as clients
do whose HTTP library adds the header to each request: it fails here as on a real report.

DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key; the mock accepts any value.
"""

import datetime
import json
import os
import sys
import time
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

HOST = "https://partner.api.dailymotion.com"
ASK = """mutation ($day: DateTime!) { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY],
  startDate: $day, endDate: $day, product: CONTENT}) { reportFile { reportToken } } }"""
POLL = """query ($report: String!) { partner { reportFile(reportToken: $report) {
  status downloadLinks { edges { node { link } } } } } }"""


def main(default_header):
    form = {
        "grant_type": "client_credentials",
        "client_id": os.environ.get("DAILYMOTION_API_KEY", "any"),
        "client_secret": os.environ.get("DAILYMOTION_API_SECRET", "any"),
        "scope": "create_reports read_reports",
    }
    token = json.loads(fetch(HOST + "/oauth/v1/token", urlencode(form).encode()))["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def graphql(query, **variables):
        body = json.dumps({"query": query, "variables": variables}).encode()
        answer = json.loads(fetch(HOST + "/graphql", body, headers))
        if answer.get("errors"):
            sys.exit(f"download: {answer['errors'][0]['message']}")
        return answer["data"]

    day = os.environ.get("DAY") or str(datetime.date.today() - datetime.timedelta(days=1))
    report = graphql(ASK, day=day)["askPartnerReportFile"]["reportFile"]["reportToken"]
    while (file := graphql(POLL, report=report)["partner"]["reportFile"])["status"] == "IN_PROGRESS":
        time.sleep(float(os.environ.get("POLL_SECONDS", 15)))
    if file["status"] != "FINISHED":
        sys.exit(f"download: the report ended with status {file['status']}")
    for edge in file["downloadLinks"]["edges"]:
        print(fetch(edge["node"]["link"], headers=headers if default_header else {}).decode(), end="")


def fetch(url, body=None, headers={}):
    try:
        with urlopen(Request(url, data=body, headers=headers), timeout=30) as response:
            return response.read()
    except HTTPError as error:
        sys.exit(f"download: status {error.code}: {error.read().decode()}")


if __name__ == "__main__":
    main(sys.argv[1:] == ["--default-header"])
