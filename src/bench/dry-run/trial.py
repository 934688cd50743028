#!/usr/bin/env python3
"""Compares dry runs with real runs on the provider simulator, by hand.

Start a server on an empty data folder, in the repository's folder:

    MAILWRIGHT_DATA_DIR=/tmp/trial MAILWRIGHT_ADMIN_PASSWORD=dry-run-Passw0rd \
    MAILWRIGHT_SANDBOX=on MAILWRIGHT_SANDBOX_SITES=src/bench/dry-run/sites.json \
    MAILWRIGHT_MX_LOOKUP=off java -jar target/mailwright.jar --port 18130

and then this, with its address and the password. It sends a campaign by which the server learns, tries out each next
one, sends it, and prints both finish times. It takes about ten minutes and needs nothing but Python 3.
"""
import base64
import datetime
import json
import sys
import time
import urllib.request

BASE, PASSWORD = sys.argv[1].rstrip("/") + "/api", sys.argv[2]
LOGIN = "Basic " + base64.b64encode(("admin:" + PASSWORD).encode()).decode()


def call(method, path, body=None, kind="application/json"):
    data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(BASE + path, data, {"Authorization": LOGIN, "Content-Type": kind}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return json.loads(text) if text else None
    except urllib.error.HTTPError as e:
        sys.exit(f"{method} {path}: {e.code} {e.read().decode()}")


def at(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def recipients(name, counts):
    rows = ["email,first"]
    for site, count in counts.items():
        rows += [f"{name}{i}@{site}.example,P{i}" for i in range(count)]
    list_id = call("POST", "/lists", {"name": name})["id"]
    started = call("POST", f"/lists/{list_id}/imports?onError=skip", "\n".join(rows).encode(), "text/csv")
    while call("GET", f"/imports/{started['importId']}")["state"] != "completed":
        time.sleep(0.3)
    return list_id


def campaign(name, list_id, **more):
    pool = call("GET", "/pools")["items"][0]["id"]
    wanted = {"name": name, "listIds": [list_id], "templateId": TEMPLATE, "poolId": pool, "workers": 16,
              "from": {"address": "news@example.com", "name": "News"}, "onAmbiguous": "hold",
              "retry": {"attempts": 10, "firstDelay": "PT10S", "maxAge": "PT2H"}, **more}
    return call("POST", "/campaigns", wanted)["id"]


def dry_run(campaign_id):
    begun = time.time()
    call("POST", f"/campaigns/{campaign_id}/dry-run")
    while True:
        run = call("GET", f"/campaigns/{campaign_id}/dry-run")
        if run["state"] != "running":
            break
        time.sleep(0.2)
    if run["state"] != "done":
        sys.exit(f"the dry run ended as {run['state']}: {run['why']}")
    return run["result"], time.time() - begun


def real_run(campaign_id):
    begun = datetime.datetime.now(datetime.timezone.utc)
    call("POST", f"/campaigns/{campaign_id}/start")
    while True:
        now = call("GET", f"/campaigns/{campaign_id}")
        if now["state"] in ("completed", "failed", "paused", "cancelled"):
            break
        time.sleep(0.5)
    return (at(now["endedAt"]) - begun).total_seconds(), now


def compare(name, counts, **more):
    campaign_id = campaign(name, recipients(name, counts), **more)
    asked = datetime.datetime.now(datetime.timezone.utc)
    result, took = dry_run(campaign_id)
    predicted = (at(result["finishAt"]) - asked).total_seconds()
    real, now = real_run(campaign_id)
    decides = result["binding"]["why"] if result["binding"] else "the workers"
    print(f"{name}: {result['addresses']} mails, predicted {predicted:.1f} s, real {real:.1f} s ({(predicted / real - 1) * 100:+.1f} %); "
          f"predicted deferrals {result['deferrals']}; {now['state']}, {now['counts']['sent']} sent, "
          f"{now['counts']['failed']} failed; dry run took {took:.1f} s; decides: {decides}", flush=True)


TEMPLATE = call("POST", "/templates", {"name": "Trial", "subject": "Hello {{first}}", "html": "<p>Hello {{first}}</p>"})["id"]
learned, _ = real_run(campaign("learn", recipients("learn", {"alpha": 800, "beta": 250, "gamma": 1000})))
print(f"learn: {learned:.1f} s", flush=True)
compare("rates", {"alpha": 1500, "beta": 400, "gamma": 1100})
compare("quota", {"gamma": 2400, "alpha": 600}, rate={"limit": 20, "per": "second"})
compare("minutes", {"delta": 150, "gamma": 50}, rate={"limit": 60, "per": "minute"})
compare("free", {"gamma": 2000, "delta": 1000}, workers=4)
