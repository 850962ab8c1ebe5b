#!/usr/bin/env python3
"""Loads daily views and earnings of Dailymotion into an SQLite database, day by day.

    load.py DATABASE FIRST_DAY [TODAY]     days such as 2026-06-28; TODAY is by default today, in UTC

The first run loads all days from FIRST_DAY to TODAY. Each later run loads the days that are new, those that were not over
when they were loaded, and the last RESTATE_DAYS (default 3) days again, because the vendor may correct its figures. A day is
replaced as a whole, in the same transaction as its note in loaded_days, so an interrupted run changes nothing.

If DAILYMOCK_URL is the address of a mock, it is asked what the database must hold for the loaded days, and the load fails if
that is different. CHANNEL is the slug of the only channel to load. Other settings are those of ../report/report.py, which
this program uses.
"""

import csv
import datetime
import decimal
import hashlib
import http.client
import io
import json
import os
import pathlib
import sqlite3
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "report"))
import report  # noqa: E402

DIMENSIONS = ["DAY", "VIDEO_ID", "VIDEO_TITLE", "MEDIA_TYPE"]
METRICS = ["VIEWS", "TIME_WATCHED_SECONDS", "ESTIMATED_EARNINGS_EUR"]
COLUMNS = [name.lower() for name in DIMENSIONS + METRICS]
# Money is stored in millionths of a euro, because SQLite has no decimals and floats do not add up. Rates are left out:
# compute them from sums.
SCHEMA = """
CREATE TABLE IF NOT EXISTS daily (
  day TEXT NOT NULL, video_id TEXT NOT NULL, video_title TEXT, media_type TEXT NOT NULL,
  views INTEGER NOT NULL, time_watched_seconds INTEGER NOT NULL, earnings_eur_millionths INTEGER NOT NULL,
  PRIMARY KEY (day, video_id, media_type)
) STRICT;
CREATE TABLE IF NOT EXISTS loaded_days (
  day TEXT PRIMARY KEY, partial INTEGER NOT NULL, rows INTEGER NOT NULL
) STRICT;
"""
ONE_DAY = datetime.timedelta(days=1)
LONGEST = datetime.timedelta(days=30)  # of one report; the API accepts 180 days


def main(database, first, today=None):
    today = day(today) if today else datetime.datetime.now(datetime.timezone.utc).date()
    env = os.environ.get
    client = report.Client(env("DAILYMOTION_API_KEY", "any"), env("DAILYMOTION_API_SECRET", "any"))
    db = sqlite3.connect(database)
    db.executescript(SCHEMA)
    start = first_to_load(db, day(first), today)
    while start <= today:
        end = min(start + LONGEST - ONE_DAY, today)
        load(db, client, start, end, today)
        start = end + ONE_DAY
    db.close()


def first_to_load(db, first, today):
    """Returns the first day that is missing, partial, or young enough to be restated."""
    loaded = dict(db.execute("SELECT day, partial FROM loaded_days"))
    young = today - int(os.environ.get("RESTATE_DAYS", "3")) * ONE_DAY
    while first < young and loaded.get(str(first)) == 0:
        first += ONE_DAY
    return first


def load(db, client, start, end, today):
    channel = os.environ.get("CHANNEL")
    asked = client.graphql(report.ASK, input={
        "metrics": METRICS, "dimensions": DIMENSIONS, "startDate": str(start), "endDate": str(end), "product": "CONTENT",
        "filters": {"videoOwnerChannelSlug": channel} if channel else {},
    })
    token = asked["askPartnerReportFile"]["reportFile"]["reportToken"]
    longest = int(os.environ.get("MAX_SECONDS", "7200"))
    rows = [row for link in report.links(client, token, longest) for row in read(link)]
    period = (str(start), str(end))
    with db:  # one transaction
        db.execute("DELETE FROM daily WHERE day BETWEEN ? AND ?", period)
        db.executemany("INSERT INTO daily VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        db.execute("DELETE FROM loaded_days WHERE day BETWEEN ? AND ?", period)
        while start <= end:  # also days without rows
            count = sum(row[0] == str(start) for row in rows)
            db.execute("INSERT INTO loaded_days VALUES (?, ?, ?)", (str(start), start >= today, count))
            start += ONE_DAY
        prove(db, token, period)
    print(f"{period[0]} to {period[1]}: {len(rows)} rows")


def read(link):
    """Returns the rows of a file with the types of the table."""
    text = report.read(link, 600).decode("utf-8")
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    if (header := next(lines, None)) != COLUMNS:
        raise report.Failure(f"the columns are {header}, want {COLUMNS}")
    return [typed(*line) for line in lines]


def typed(day_, video, title, media, views, seconds, earnings):
    millionths = decimal.Decimal(earnings) * 1_000_000
    if millionths != int(millionths):
        raise report.Failure(f"{earnings} has more than six decimals")
    return str(day(day_)), video, title or None, media, int(views), int(seconds), int(millionths)


def day(text):
    return datetime.date.fromisoformat(text)


def prove(db, token, period):
    """Compares the database with what the mock says that it must hold."""
    mock = os.environ.get("DAILYMOCK_URL")
    if not mock:
        return
    body = json.dumps({"reportToken": token}).encode()
    with urllib.request.urlopen(urllib.request.Request(mock + "/_mock/expect", data=body), timeout=60) as response:
        want = json.load(response)
    rows = db.execute("SELECT * FROM daily WHERE day BETWEEN ? AND ?", period).fetchall()
    sums = [sum(row[i] for row in rows) for i in (4, 5, 6)]
    got = {
        "rows": len(rows),
        "sums": dict(zip(METRICS, [str(sums[0]), str(sums[1]), money(sums[2])])),
        "sha256": hashlib.sha256(b"".join(sorted(canonical(row) for row in rows))).hexdigest(),
    }
    for name, value in got.items():
        if value != want.get(name):
            raise report.Failure(f"{name}: the database has {value}, the mock expects {want.get(name)}")


def canonical(row):
    """Returns a row as it is in the CSV."""
    *texts, views, seconds, earnings = row
    return ",".join([*map(quoted, texts), str(views), str(seconds), money(earnings)]).encode() + b"\n"


def quoted(text):
    text = text or ""
    if text == text.strip() and not any(c in text for c in ',"\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


def money(millionths):
    return f"{millionths // 1_000_000}.{millionths % 1_000_000:06}"


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: load.py DATABASE FIRST_DAY [TODAY]")
    try:
        main(*sys.argv[1:])
    except http.client.IncompleteRead as error:
        sys.exit(f"load: a file was cut off after {len(error.partial)} bytes")
    except (report.Failure, OSError, ValueError, ArithmeticError, csv.Error, sqlite3.Error) as error:
        sys.exit(f"load: {error}")
