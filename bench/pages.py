"""What people wait for in the browser: the served product with a large organisation, measured from outside.

    python -m bench.pages [FACTOR] [SECONDS]

FACTOR scales 10,000 risks, 10,000 assets, 50,000 evidence items and 2,000 documents (default 1). Times are those of
whole answers over loopback, one request after another, so they hold the server's time and a little more. Then twenty
editors write for SECONDS (default 60): every accepted change is looked for at the end. The last column says what each
line measures. Conflicts and waiting requests are meant to happen here, so what the server says of them stays out of
the table; it is shown where the server did not begin.
"""

from __future__ import annotations

import html
import http.client
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from bench.generated import Sizes
from bench.living import organization_in

EDITORS, SHARED = 20, 8
FOUNDER = "ada@firm.example"
SESSION = """
import sys, django
django.setup()
from django.conf import settings
from django.test import Client
from plumbline.apps.accounts.models import Account
client = Client()
client.force_login(Account.objects.get(email=sys.argv[1]))
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
LINES = {
    "load of the machine": ("", "processes that want a processor, lately and at the end: of this run and of others"),
    "first page after the start (ms)": ("", "a register while the server still reads all records into memory"),
    "register page, 50 rows (ms)": ("60, 150", "risks or assets, any page, in the order of any of six columns"),
    "record page (ms)": ("80", "a risk with its assets, assessments, findings and history"),
    "search (ms)": ("100", "words in all records, of which a hundred are shown"),
    "findings page (ms)": ("300", "what the rules found last, by clause"),
    "change form (ms)": ("", "the form of a risk as it stands"),
    "change sent (ms)": ("", "a risk's form until it is in the journal, with the entry signed into its tree"),
    "register page after a change (ms)": ("60, 150", "risks, when the last change is seconds old: nothing is at hand"),
    "findings level after a change (s)": ("5", "until the findings page names the entry of a change"),
    f"{EDITORS} editors, accepted (a second)": (
        "",
        f"each opens the form of one of {SHARED} risks and sends it, over and over",
    ),
    "refused, another was quicker (409)": ("", "of the same editors: both versions are shown, and nothing is lost"),
    "any other answer": ("0", "of the same editors: a locked database, an error"),
    "accepted changes lost": ("0", "words that an editor was told are kept, and the record does not say at the end"),
}
"""What is measured: its goal (p50, and p95 where there is one), and what that is."""


class Visitor:
    """A browser of a person who is signed in: one connection that is kept."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=120)
        name, _, value = cookie.partition("=")
        self.cookies = {name: value}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text of an answer."""
        body = urlencode(fields) if fields is not None else None
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    @property
    def origin(self) -> str:
        """Where its forms come from."""
        return f"http://localhost:{self.connection.port}"

    def timed(self, path: str) -> float:
        """Milliseconds of an answer. Raises SystemExit where it is none."""
        began = time.perf_counter()
        status, _ = self.ask("GET", path)
        took = (time.perf_counter() - began) * 1000
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
        return took


def main(factor: float, seconds: float) -> None:
    """Print one line for each thing measured, beside its goal."""
    place = Path(tempfile.mkdtemp(prefix="plumbline-bench-"))
    sizes = Sizes().scaled(factor)
    os.environ["PLUMBLINE_HOME"] = str(place / "home")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.config.settings")
    try:
        import django

        django.setup()
        organization_in(place, sizes)
        _tell("load of the machine", os.getloadavg()[1])
        server, port = _served(place / "home")
        try:
            cookie = "=".join(subprocess.check_output([sys.executable, "-c", SESSION, FOUNDER], text=True).split())
            _pages(Visitor(port, cookie), sizes)
            _catching_up(Visitor(port, cookie))
            _changes(Visitor(port, cookie), sizes)
            _editors(port, cookie, seconds)
            _tell("load of the machine", os.getloadavg()[0])
        finally:
            server.terminate()
            server.wait()
    finally:
        shutil.rmtree(place)


def _served(home: Path) -> tuple[subprocess.Popen[str], int]:
    command = [sys.executable, "-u", "-c", "from plumbline.cli import main; main()", "--home", str(home)]
    command += ["serve", "--port", "0"]
    said = home.parent / "server.log"
    with said.open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    for line in server.stdout or ():
        if found := re.search(r"http://localhost:(\d+)", line):
            threading.Thread(target=lambda: list(server.stdout or ()), daemon=True).start()
            return server, int(found[1])
    raise SystemExit(f"The server did not begin.\n{said.read_text(encoding='utf-8')}")


def _tell(name: str, *figures: float) -> None:
    """One line of the table."""
    goal, what = LINES[name]
    told = "".join(f"{each:>9,.1f}" if each < 10 and each % 1 else f"{each:>9,.0f}" for each in figures)
    print(f"{name:<36}{told:<18}  {f'goal {goal}' if goal else '':<13} {what}", flush=True)


def _tell_spread(name: str, took: list[float]) -> None:
    """The middle and the late ones of several times."""
    ordered = sorted(took)
    _tell(name, statistics.median(ordered), ordered[max(int(len(ordered) * 0.95) - 1, 0)])


def _pages(visitor: Visitor, sizes: Sizes) -> None:
    _tell("first page after the start (ms)", visitor.timed("/registers/risk/"))
    chance = random.Random(7)
    last = max(sizes.risks // 50, 1)
    sorts = ("ref", "-ref", "title", "owner", "-next_review", "state")
    paths = {
        "register page, 50 rows (ms)": [
            f"/registers/{chance.choice(('risk', 'asset'))}/?page={chance.randint(1, last)}&sort={chance.choice(sorts)}"
            for _ in range(200)
        ],
        "record page (ms)": [f"/registers/risk/R-{chance.randint(1, sizes.risks)}/" for _ in range(200)],
        "search (ms)": [f"/search/?q={chance.choice(('server', 'backup', 'R-77', 'laptop+lost'))}" for _ in range(60)],
        "findings page (ms)": ["/findings/"] * 30,
        "change form (ms)": [f"/registers/risk/R-{chance.randint(1, sizes.risks)}/change/" for _ in range(60)],
    }
    while not _judged_at(visitor):
        time.sleep(0.5)
    for name, asked in paths.items():
        _tell_spread(name, [visitor.timed(each) for each in asked])


def _changes(visitor: Visitor, sizes: Sizes) -> None:
    """What a change takes, and what the next page takes because of it."""
    chance, sent, after = random.Random(11), list[float](), list[float]()
    for number in range(40):
        path = f"/registers/risk/R-{chance.randint(1, sizes.risks)}/change/"
        fields = _fields(visitor.ask("GET", path)[1], f"turn {number}")
        began = time.perf_counter()
        status, _ = visitor.ask("POST", path, fields)
        sent.append((time.perf_counter() - began) * 1000)
        if status != 302:
            raise SystemExit(f"{path} answers {status} to a change")
        after.append(visitor.timed(f"/registers/risk/?page={chance.randint(1, max(sizes.risks // 50, 1))}"))
    _tell_spread("change sent (ms)", sent)
    _tell_spread("register page after a change (ms)", after)


def _catching_up(visitor: Visitor) -> None:
    """How long after a change the findings are of that very entry."""
    head = _changed(visitor, "/registers/risk/R-5/change/", "seen at the benchmark")
    began = time.perf_counter()
    while _judged_at(visitor) < head:
        if time.perf_counter() - began > 60:
            raise SystemExit("The findings did not catch up within a minute.")
        time.sleep(0.2)
    _tell("findings level after a change (s)", time.perf_counter() - began)


def _judged_at(visitor: Visitor) -> int:
    found = re.search(r'data-head="(\d+)"', visitor.ask("GET", "/findings/")[1])
    return int(found[1]) if found else 0


def _changed(visitor: Visitor, path: str, words: str) -> int:
    status = _edit(visitor, path, words)
    if status != 302:
        raise SystemExit(f"{path} answers {status} to a change")
    found = re.search(r"journal entry <b[^>]*>(\d+)", visitor.ask("GET", "/risk/method/")[1])
    if found is None:
        raise SystemExit("The page does not say at which journal entry it stands.")
    return int(found[1])


def _edit(visitor: Visitor, path: str, words: str) -> int:
    """Add words to the note of a record by its form, as it stands now; the status of the answer."""
    status, _ = visitor.ask("POST", path, _fields(visitor.ask("GET", path)[1], words))
    return status


def _fields(form: str, words: str) -> dict[str, str]:
    """What is sent of a form that adds words to the note."""
    fields = {name: _value(form, name) for name in ("csrfmiddlewaretoken", "seen")}
    note = re.search(r'<textarea[^>]*name="note"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    said = html.unescape(note[1]).strip() if note else ""
    return {**fields, "note": f"{said} {words}".strip()}


def _value(form: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', form)
    return html.unescape(found[1]) if found else ""


def _editors(port: int, cookie: str, seconds: float) -> None:
    """Twenty people write to the same few records; whatever was accepted has to be there at the end."""
    until = time.monotonic() + seconds
    told: Counter[int] = Counter()
    accepted: list[tuple[str, str]] = []

    def edit(number: int) -> None:
        visitor, chance = Visitor(port, cookie), random.Random(number)
        for turn in range(10**6):
            if time.monotonic() > until:
                return
            path, words = f"/registers/risk/R-{chance.randint(1, SHARED)}/change/", f"w{number}x{turn}y"
            status = _edit(visitor, path, words)
            told[status] += 1
            if status == 302:
                accepted.append((path, words))

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(EDITORS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    visitor = Visitor(port, cookie)
    notes = {path: visitor.ask("GET", path)[1] for path in {path for path, _ in accepted}}
    lost = sum(words not in notes[path] for path, words in accepted)
    _tell(f"{EDITORS} editors, accepted (a second)", told[302] / seconds)
    _tell("refused, another was quicker (409)", told[409])
    _tell("any other answer", sum(told.values()) - told[302] - told[409])
    _tell("accepted changes lost", lost)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, float(sys.argv[2]) if len(sys.argv) > 2 else 60.0)
