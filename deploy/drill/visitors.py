#!/usr/bin/env python3
"""People in a shop: so many requests a second, whatever becomes of them, and a list of what failed.

    visitors.py --shop https://127.0.0.1:8443 --ca FILE --inbox http://127.0.0.1:8025 --stripe http://127.0.0.1:12111
                --rate 200 --accounts FILE --until FILE

Requests leave on time, also while others wait: what is slow is not asked less. Nothing is repeated here. A request has
failed if it got no answer, an answer 5xx, or one that it should not have got. It ends when the file UNTIL is there, then
waits for every mail that a registration or a purchase has promised. Standard library only.
"""

import argparse
import collections
import http.client
import json
import os
import queue
import random
import ssl
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

PASSWORD = "Popcorn-1234!"
THREADS = 64
# How long jobs may take after the last request.
PATIENCE = 180


class Connection:
    """One kept-alive connection. It is opened anew after it broke, and the request that broke it has failed."""

    def __init__(self, shop, context):
        self.host, self.context, self.http = shop.removeprefix("https://"), context, None

    def ask(self, method, path, body=None, token=None, key=None):
        """Returns the status and the JSON of the answer; status 0 and a reason if there is none."""
        headers = {"User-Agent": "visitor"}
        if body is not None:
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key
        try:
            if self.http is None:
                self.http = http.client.HTTPSConnection(self.host, context=self.context, timeout=40)
            self.http.request(method, path, body, headers)
            answer = self.http.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        except (OSError, http.client.HTTPException, ValueError) as error:
            if self.http is not None:
                self.http.close()
                self.http = None
            return 0, f"{type(error).__name__}: {error}"


class Person:
    """Somebody with an account, who does one thing after the other."""

    def __init__(self, email, token):
        self.email, self.token, self.busy = email, token, threading.Lock()


class Shop:
    """What visitors do, and what they have been promised."""

    def __init__(self, options, people, films):
        self.options, self.people, self.films = options, people, films
        self.lock = threading.Lock()
        self.counts, self.failures = collections.Counter(), []
        self.registered, self.bought, self.times = [], [], []

    def note(self, what, status, answer, allowed):
        with self.lock:
            self.counts[what] += 1
            if status not in allowed:
                self.failures.append((time.strftime("%H:%M:%S", time.gmtime()), what, status, answer))
        return status in allowed

    def look(self, connection):
        page, sort = random.randint(1, 40), random.choice(["-imdb", "name", "-year", "price"])
        path = f"/movies/?page={page}&per_page={random.randint(5, 20)}&sort={sort}"
        self.note("GET /movies/", *connection.ask("GET", path), {200})

    def look_closer(self, connection):
        path = f"/movies/{random.choice(self.films)}/"
        answer = connection.ask("GET", path, token=random.choice(self.people).token)
        self.note("GET /movies/{uuid}/", *answer, {200})

    def look_into_cart(self, connection):
        token = random.choice(self.people).token
        self.note("GET /cart/", *connection.ask("GET", "/cart/", token=token), {200})

    def fill_cart(self, connection):
        token, film = random.choice(self.people).token, random.choice(self.films)
        answer = connection.ask("POST", "/cart/add/", {"movie_uuid": film}, token)
        # 400: bought or ordered already.
        self.note("POST /cart/add/", *answer, {200, 400, 409})
        answer = connection.ask("DELETE", f"/cart/items/{film}/", token=token)
        self.note("DELETE /cart/items/{uuid}/", *answer, {200, 404})

    def register(self, connection):
        email = f"visitor-{uuid.uuid4().hex}@example.com"
        answer = connection.ask("POST", "/accounts/register/", {"email": email, "password": PASSWORD}, key=str(uuid.uuid4()))
        if self.note("POST /accounts/register/", *answer, {201}):
            with self.lock:
                self.registered.append(email)

    def sign_in(self, connection):
        email = random.choice(self.people).email
        answer = connection.ask("POST", "/accounts/login/", {"email": email, "password": PASSWORD})
        self.note("POST /accounts/login/", *answer, {200})

    def buy(self, connection):
        person = random.choice(self.people)
        # A person has one unpaid order at a time.
        if not person.busy.acquire(blocking=False):
            return self.look(connection)
        try:
            self.buy_as(person, connection)
        finally:
            person.busy.release()

    def buy_as(self, person, connection):
        film = random.choice(self.films)
        answer = connection.ask("POST", "/cart/add/", {"movie_uuid": film}, person.token)
        self.note("POST /cart/add/", *answer, {200, 400, 409})
        status, order = connection.ask("POST", "/orders/create/", token=person.token, key=str(uuid.uuid4()))
        # 400: the film was taken out of the cart meanwhile, or the order before waits for its webhook.
        if not self.note("POST /orders/create/", status, order, {201, 400}) or status == 400:
            return
        status, checkout = connection.ask("POST", "/payments/checkout-session/", token=person.token, key=str(uuid.uuid4()))
        if not self.note("POST /payments/checkout-session/", status, checkout, {200}):
            return
        session = checkout["checkout_url"].rsplit("/", 1)[1]
        pay = urllib.request.Request(
            f"{self.options.stripe}/_sandbox/sessions/{session}/pay",
            json.dumps({"card": "4242424242424242"}).encode(),
            {"Content-Type": "application/json"},
        )
        urllib.request.urlopen(pay, timeout=20).read()
        with self.lock:
            self.bought.append((person.token, order["id"]))


def prepare(options, context):
    """Accounts that are signed in, and the films."""
    connection = Connection(options.shop, context)
    films = []
    for page in range(1, 21):
        status, answer = connection.ask("GET", f"/movies/?per_page=20&page={page}&sort=-imdb")
        assert status == 200, answer
        films += [film["uuid"] for film in answer["movies"]]
    people = []
    with open(options.accounts, encoding="utf-8") as file:
        for email in file.read().split():
            status, tokens = connection.ask("POST", "/accounts/login/", {"email": email, "password": PASSWORD})
            assert status == 200, tokens
            people.append(Person(email, tokens["access_token"]))
    return people, films


def visit(shop, context, due):
    connection = Connection(shop.options.shop, context)
    while (errand := due.get()) is not None:
        at, what = errand
        what(shop, connection)
        with shop.lock:
            shop.times.append((time.monotonic() - at, time.time()))


# What hundred requests are. Filling the cart is two requests, buying three.
ERRANDS = [Shop.look] * 42 + [Shop.look_closer] * 24 + [Shop.look_into_cart] * 20 + [Shop.fill_cart] * 4 + [Shop.register] * 2
ERRANDS += [Shop.sign_in] * 1 + [Shop.buy] * 1
REQUESTS_OF_ERRANDS = 100 / 94


def send_in(shop, context):
    """Visitors until the end, at the rate."""
    due = queue.SimpleQueue()
    threads = [threading.Thread(target=visit, args=(shop, context, due)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    pause = REQUESTS_OF_ERRANDS / shop.options.rate
    began = at = time.monotonic()
    while not os.path.exists(shop.options.until):
        due.put((at, random.choice(ERRANDS)))
        at += pause
        time.sleep(max(0, at - time.monotonic()))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def mails(options):
    """Subjects by recipient."""
    found, start = collections.defaultdict(list), 0
    while True:
        with urllib.request.urlopen(f"{options.inbox}/api/v1/messages?start={start}&limit=500", timeout=20) as answer:
            page = json.load(answer)
        for mail in page["messages"]:
            found[mail["To"][0]["Address"]].append((mail["Subject"], mail["MessageID"]))
        start += len(page["messages"])
        if not page["messages"]:
            return found


def lost(shop, context):
    """What was promised and has not come: activation mails, and orders that were paid."""
    connection = Connection(shop.options.shop, context)
    arrived = mails(shop.options)
    missing = [email for email in shop.registered if not any("Activate" in subject for subject, _ in arrived[email])]
    for token, order in shop.bought:
        status, answer = connection.ask("GET", f"/orders/{order}/", token=token)
        if status != 200 or answer["status"] != "paid":
            missing.append(f"order {order}: {answer}")
    receipts = sum(len({id for subject, id in found if "receipt" in subject.lower()}) for found in arrived.values())
    if receipts < len(shop.bought):
        missing.append(f"{len(shop.bought) - receipts} receipts")
    return missing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["--shop", "--ca", "--inbox", "--stripe", "--accounts", "--until"]:
        parser.add_argument(name, required=True)
    parser.add_argument("--rate", type=float, default=200)
    options = parser.parse_args()
    context = ssl.create_default_context(cafile=options.ca)
    shop = Shop(options, *prepare(options, context))

    seconds = send_in(shop, context)
    deadline = time.monotonic() + PATIENCE
    while (missing := lost(shop, context)) and time.monotonic() < deadline:
        time.sleep(2)

    total = sum(shop.counts.values())
    times = sorted(seconds for seconds, _ in shop.times)
    slow = collections.Counter(time.strftime("%H:%M:%S", time.gmtime(ended)) for seconds, ended in shop.times if seconds > 1)
    print(f"{total} requests in {seconds:.0f} s, {total / seconds:.0f} a second")
    print(f"an errand took {times[len(times) // 2] * 1000:.0f} ms in the middle, {times[len(times) * 99 // 100] * 1000:.0f} ms at the 99th percentile, {times[-1] * 1000:.0f} ms at most")
    print(f"{slow.total()} of them took more than a second; most ended at", *[f"{at} ({count})" for at, count in slow.most_common(10)])
    for what, count in shop.counts.most_common():
        print(f"  {count:7} {what}")
    print(f"{len(shop.failures)} failed")
    for failure in shop.failures[:50]:
        print("  ", *failure)
    promised = len(shop.registered) + 2 * len(shop.bought)
    print(f"{promised} jobs promised ({len(shop.registered)} activation mails, {len(shop.bought)} payments and their receipts), {len(missing)} lost")
    for what in missing[:50]:
        print("  ", what)
    sys.exit(1 if shop.failures or missing else 0)


main()
