#!/usr/bin/env python3
"""Partner is what a network's software serves for content ingestion: the user list, a feed for each child, media, and
the callback that takes delivered items out of the feeds (docs/spec/mcn.md#content-ingestion). Standard library only.

    examples/partner/partner.py --listen 127.0.0.1:9000
    mockserver ingest --users http://127.0.0.1:9000/users.json --callback http://127.0.0.1:9000/callback

With --break RULE it breaks one rule of the importer's report. It keeps everything in memory.
"""

import argparse
import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape, quoteattr

RULES = """list-unreachable list-not-array entry-incomplete entry-twice child-unknown child-not-adopted
feed-unreachable feed-not-well-formed feed-wrong-namespace feed-not-rss feed-bad-encoding
feed-declares-entities feed-too-large
item-without-guid item-without-title item-without-category item-without-media item-bad-value
item-guid-twice item-unknown-category host-not-allowed media-unreachable item-still-in-feed
callback-unreachable callback-status callback-batch callback-duplicate callback-slow""".split()

parser = argparse.ArgumentParser(description="Serve a user list, feeds and a callback.")
parser.add_argument("--listen", default="127.0.0.1:9000", help="address to serve on; port 0 takes a free one")
parser.add_argument("--children", default="xpart1,xpart2", help="ids of the children, with commas between them")
parser.add_argument("--break", dest="broken", default="", choices=[""] + RULES, metavar="RULE",
                    help="rule to break: " + ", ".join(RULES))
parser.add_argument("--user", default="", help="user name that the list asks for")
parser.add_argument("--password", default="", help="password that the list asks for")
options = parser.parse_args()

BROKEN = options.broken
lock = threading.Lock()
items = {}  # of each child, in the order of its feed: guid, title, category
delivered = {}  # video ids by guid
seen = set()  # events


def users(base):
    """Return the list of the children and their feeds."""
    entries = [{"id": child, "feed_url": f"{base}/feeds/{child}.xml"} for child in items]
    if BROKEN == "entry-incomplete":
        entries += [{"feed_url": f"{base}/feeds/x.xml"}, {"id": "xpart9"}]
    if BROKEN == "entry-twice":
        entries.append(entries[0])
    if BROKEN in ("child-unknown", "child-not-adopted"):
        entries.append({"id": "xpart9", "feed_url": f"{base}/feeds/xpart9.xml"})
    return {"users": entries} if BROKEN == "list-not-array" else entries


def entry(n, item, base):
    """Return an item of a feed. Only the first breaks a rule."""
    guid, title, category = item
    broken = BROKEN if n == 0 else ""
    extra = entry(1, (guid, "The same again", category), base) if broken == "item-guid-twice" else ""
    category = "underwater-knitting" if broken == "item-unknown-category" else category
    duration = "ten" if broken == "item-bad-value" else "10"
    host = "http://media.network.example" if broken == "host-not-allowed" else f"{base}/media"
    media = quoteattr(f"{host}/{guid}.mp4")
    lines = {
        "item-without-guid": f'<guid isPermaLink="false">{escape(guid)}</guid>',
        "item-without-title": f"<title>{escape(title)}</title>",
        "item-without-category": f"<media:category>{escape(category)}</media:category>",
        "item-without-media": f'<media:content url={media} type="video/mp4" duration="{duration}"/>',
    }
    text = "".join(f" {line}\n" for rule, line in lines.items() if rule != broken)
    if broken == "feed-not-well-formed":
        text += " <description>Cats & dogs</description>\n"
    return f"<item>\n{text}</item>\n{extra}"


def rss(child, base):
    """Return the Media RSS of a child."""
    if BROKEN == "feed-not-rss":
        return "<!DOCTYPE html><html><body>Please log in</body></html>"
    encoding = "unknown-8" if BROKEN == "feed-bad-encoding" else "UTF-8"
    doctype = '<!DOCTYPE rss [<!ENTITY network "Network">]>' if BROKEN == "feed-declares-entities" else ""
    space = "https://search.yahoo.com/mrss" if BROKEN == "feed-wrong-namespace" else "http://search.yahoo.com/mrss/"
    text = "".join(entry(n, item, base) for n, item in enumerate(items.get(child, [])))
    if BROKEN == "feed-too-large":
        text += f"<description>{'long ' * (1 << 18)}</description>\n"
    return (f'<?xml version="1.0" encoding="{encoding}"?>{doctype}\n<rss version="2.0" xmlns:media="{space}">\n'
            f"<channel>\n<title>Videos of {escape(child)}</title>\n{text}</channel>\n</rss>\n")


def take(event):
    """Keep the id of a new video and take its item out of the feed. A failed item stays, for its editor."""
    data = event["data"]
    if data["status"] == "ready":
        print(f"ready: {data['uid']} is video {data['remote_id']}", flush=True)
        delivered[data["uid"]] = data["remote_id"]
        if BROKEN != "item-still-in-feed":
            for child, list_ in items.items():
                items[child] = [item for item in list_ if item[0] != data["uid"]]
    elif event["type"] == "injector.item.error":
        print(f"failed: {data['uid']}: {data.get('message')}", flush=True)
    else:
        print(f"ignored: {event['type']} of {data['uid']}", flush=True)


def callback(events):
    """Return the status for an array of events, which may come twice, in any order, and have unknown types."""
    if not isinstance(events, list):
        return 400
    if BROKEN == "callback-status":
        return 500
    if BROKEN == "callback-batch" and len(events) != 1:
        return 400
    if BROKEN == "callback-slow" and not seen:
        time.sleep(2.2)  # the first time, slower than a receiver should be, faster than the importer gives up
    for event in events:
        key = (event["data"]["item_id"], event["type"], event["timestamp"])
        if key in seen and BROKEN == "callback-duplicate":
            return 409
        if key not in seen:
            take(event)
        seen.add(key)
    return 204


class Handler(BaseHTTPRequestHandler):
    """Serves the list, the feeds, the media and the callback."""

    protocol_version = "HTTP/1.1"

    def respond(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    def do_GET(self):
        base = "http://%s:%d" % self.server.server_address
        if self.path == "/users.json" and BROKEN != "list-unreachable":
            self.serve_users(base)
        elif self.path.startswith("/feeds/") and BROKEN != "feed-unreachable":
            with lock:
                text = rss(self.path[len("/feeds/"):].removesuffix(".xml"), base).encode()
            etag = '"%s"' % hashlib.sha256(text).hexdigest()[:16]
            same = self.headers.get("If-None-Match") == etag  # the importer has this feed
            self.respond(304 if same else 200, text, ETag=etag, Content_Type="application/rss+xml")
        elif self.path.startswith("/media/") and BROKEN != "media-unreachable":
            self.respond(200, b"not a film", Content_Type="video/mp4")
        else:
            self.respond(404)

    do_HEAD = do_GET

    def serve_users(self, base):
        if options.user or options.password:
            login = base64.b64encode(f"{options.user}:{options.password}".encode()).decode()
            if self.headers.get("Authorization") != "Basic " + login:
                self.respond(401, WWW_Authenticate='Basic realm="user list"')
                return
        self.respond(200, json.dumps(users(base)).encode(), Content_Type="application/json")

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        if self.path != "/callback" or length > 1 << 20:
            self.close_connection = True
            self.respond(404 if self.path != "/callback" else 413)
            return
        if BROKEN == "callback-unreachable":
            self.close_connection = True  # without a response
            return
        try:
            with lock:
                status = callback(json.loads(self.rfile.read(length)))
        except (ValueError, KeyError, TypeError):
            status = 400  # not an array of events
        self.respond(status)

    def log_message(self, *_):
        pass


host, port = options.listen.rsplit(":", 1)
server = ThreadingHTTPServer((host, int(port)), Handler)
origin = "http://%s:%d" % server.server_address
for name in options.children.split(","):
    items[name] = [(f"{name}-{n}", f"Video {n} of {name}", "fun") for n in (1, 2)]
print(f"partner: {origin}/users.json", flush=True)
server.serve_forever()
