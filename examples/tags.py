#!/usr/bin/env python3
"""Sets the tags of a video of Dailymotion, as an array in a form: tags=one&tags=two.

    tags.py VIDEO_ID TAG ...

DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key; the mock accepts any value.
"""

import json
import os
import sys
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

HOST = "https://partner.api.dailymotion.com"


def main(video, *tags):
    token = post("/oauth/v1/token", {
        "grant_type": "client_credentials",
        "client_id": os.environ.get("DAILYMOTION_API_KEY", "any"),
        "client_secret": os.environ.get("DAILYMOTION_API_SECRET", "any"),
        "scope": "manage_videos",
    })["access_token"]
    edited = post(f"/rest/video/{quote(video, safe='')}?fields=tags", {"tags": tags}, token)
    print(*edited["tags"], sep="\n")


def post(path, form, token=None):
    """Posts a form, each item of a list as a member of its own, and returns the JSON of the response."""
    request = Request(HOST + path, data=urlencode(form, doseq=True).encode())
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urlopen(request, timeout=30) as response:
            return json.load(response)
    except HTTPError as error:
        sys.exit(f"tags: status {error.code}: {error.read().decode()}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("tags: name a video and at least one tag")
    main(*sys.argv[1:])
