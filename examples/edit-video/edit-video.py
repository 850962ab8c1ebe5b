#!/usr/bin/env python3
"""Edits a video of Dailymotion with a private API key.

    edit-video.py                          lists videos of DAILYMOTION_CHANNEL
    edit-video.py VIDEO_ID                 shows one
    edit-video.py VIDEO_ID NAME=VALUE ...  edits it, and shows what it holds then

DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key.
"""

import json
import os
import sys
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

HOST = "https://partner.api.dailymotion.com"
FIELDS = "id,title,channel,tags,description,is_created_for_kids"


def main(arguments):
    key, secret = setting("DAILYMOTION_API_KEY"), setting("DAILYMOTION_API_SECRET")
    channel = os.environ.get("DAILYMOTION_CHANNEL")
    if not arguments and not channel:
        fail("no video is named, and DAILYMOTION_CHANNEL is not set; the mock has harbour-news")
    form = dict(pair(argument) for argument in arguments[1:])

    token = ask("/oauth/v1/token", {
        "grant_type": "client_credentials",
        "client_id": key,
        "client_secret": secret,
        "scope": "manage_videos",
    })["access_token"]

    if not arguments:
        answer = ask(f"/rest/user/{quote(channel, safe='')}/videos?fields=id,title&limit=10", token=token)
        for video in answer["list"]:
            print(video["id"], video["title"], sep="  ")
    else:
        show(ask(f"/rest/video/{quote(arguments[0], safe='')}?fields={FIELDS}", form, token))


def ask(path, form=None, token=None):
    """Returns the JSON that the API answers: to a POST where there is a form, else to a GET."""
    request = Request(HOST + path, data=urlencode(form).encode() if form else None)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urlopen(request, timeout=30) as response:
            status, text = response.status, response.read()
    except HTTPError as error:
        status, text = error.code, error.read()
    except OSError as error:
        fail(f"{HOST} cannot be reached: {getattr(error, 'reason', error)}")
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if status // 100 != 2 or not isinstance(answer, dict):
        fail(f"status {status}, {reason(answer)}")
    return answer


def reason(answer):
    """Reads an error: of the REST API an object, of the token endpoint a word."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict):
        return f"{error.get('type')}: {error.get('message')}"
    if isinstance(error, str):
        return f"{error}: {answer.get('error_description')}"
    return "no reason given"


def show(video):
    for field in FIELDS.split(","):
        value = video.get(field)
        if isinstance(value, list):
            value = ", ".join(value)
        elif not isinstance(value, str):
            value = json.dumps(value)
        print(f"{field}: {value}")


def setting(name):
    return os.environ.get(name) or fail(f"{name} is not set; the mock takes any value")


def pair(argument):
    name, equals, value = argument.partition("=")
    if not name or not equals:
        fail(f"{argument} is not NAME=VALUE")
    return name, value


def fail(message):
    sys.exit(f"edit-video: {message}")


if __name__ == "__main__":
    main(sys.argv[1:])
