#!/usr/bin/env python3
"""Compares dry runs, and what running campaigns say of their end, with real runs on the provider simulator, by hand.

Start a server on an empty data folder, in the repository's folder:

    MAILWRIGHT_DATA_DIR=/tmp/trial MAILWRIGHT_ADMIN_PASSWORD=dry-run-Passw0rd \
    MAILWRIGHT_SANDBOX=on MAILWRIGHT_SANDBOX_SITES=src/bench/dry-run/sites.json \
    MAILWRIGHT_MX_LOOKUP=off java -jar target/mailwright.jar --port 18130

and then this, with its address, the password and, if not all, the names of the trials. Each tries a campaign out, sends
it, and prints both finish times and what the campaign said of its end when a tenth and half of it were done. The first
one meets a server that has learned nothing; "learn" sends what the others go by. All take half an hour and need
nothing but Python 3.
"""
import base64
import datetime
import json
import sys
import time
import urllib.request

BASE, PASSWORD, ONLY = sys.argv[1].rstrip("/") + "/api", sys.argv[2], sys.argv[3:]
LOGIN = "Basic " + base64.b64encode(("admin:" + PASSWORD).encode()).decode()
UTC = datetime.timezone.utc
RUN = str(int(time.time()) % 100000)


def call(method, path, body=None, kind="application/json", headers=None):
    data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(
        BASE + path, data, {"Authorization": LOGIN, "Content-Type": kind, **(headers or {})}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return json.loads(text) if text else None
    except urllib.error.HTTPError as e:
        sys.exit(f"{method} {path}: {e.code} {e.read().decode()}")


def at(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def now():
    return datetime.datetime.now(UTC)


def recipients(name, counts, zones=None):
    rows = ["email,first,timezone"]
    for site, count in counts.items():
        zone = (zones or {}).get(site, "")
        rows += [f"{name}{RUN}x{i}@{site}.example,P{i},{zone}" for i in range(count)]
    list_id = call("POST", "/lists", {"name": name + RUN})["id"]
    started = call("POST", f"/lists/{list_id}/imports?onError=skip", "\n".join(rows).encode(), "text/csv")
    while call("GET", f"/imports/{started['importId']}")["state"] != "completed":
        time.sleep(0.3)
    return list_id


def campaign(name, list_id, **more):
    wanted = {"name": name + RUN, "listIds": [list_id], "templateId": TEMPLATE, "poolId": POOL, "workers": 16,
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


def real_run(campaign_id, total):
    """Seconds to the end, the campaign, and by part done: (seconds so far, seconds left by its own words, by what)."""
    begun, said = now(), {}
    call("POST", f"/campaigns/{campaign_id}/start")
    while True:
        seen = call("GET", f"/campaigns/{campaign_id}")
        if seen["state"] in ("completed", "failed", "paused", "cancelled"):
            break
        counts = seen["counts"]
        done = sum(counts.get(k, 0) for k in ("sent", "failed", "expired", "inDoubt"))
        for part in (0.1, 0.5):
            if part not in said and done >= part * total and seen.get("eta"):
                looked = now()
                said[part] = ((looked - begun).total_seconds(), (at(seen["eta"]) - looked).total_seconds(), seen["etaBy"])
        time.sleep(0.5)
    return (at(seen["endedAt"]) - begun).total_seconds(), seen, said


def percent(guess, real):
    return f"{guess:.1f} of {real:.1f} s ({(guess / real - 1) * 100:+.1f} %)"


def compare(name, counts, zones=None, **more):
    campaign_id = campaign(name, recipients(name, counts, zones), **more)
    asked = now()
    result, took = dry_run(campaign_id)
    predicted = (at(result["finishAt"]) - asked).total_seconds()
    real, seen, said = real_run(campaign_id, sum(counts.values()))
    decides = result["binding"]["why"] if result["binding"] else "the workers"
    print(f"{name}: {result['addresses']} mails, {percent(predicted, real)}; predicted deferrals {result['deferrals']}, "
          f"failed {result['failed']}; {seen['state']}, {seen['counts']['sent']} sent, {seen['counts']['failed']} failed; "
          f"unmeasured {result.get('unmeasured')}; dry run took {took:.1f} s; decides: {decides}", flush=True)
    for part, (so_far, left, by) in said.items():
        print(f"    at {part:.0%} after {so_far:.1f} s: {percent(so_far + left, real)} by {by}", flush=True)
    return campaign_id


def learn(name, counts, **more):
    took, seen, _ = real_run(campaign(name, recipients(name, counts), **more), sum(counts.values()))
    print(f"{name}: learned from {seen['counts']['sent']} mails in {took:.1f} s", flush=True)


def with_quota(trial, scope, subject, limit, per):
    made = call("POST", "/quotas", {"scope": scope, "subject": subject, "limit": limit, "per": per})
    time.sleep(2.5)
    trial()
    call("DELETE", f"/quotas/{made['id']}")


def first():
    compare("first", {"far": 500, "gamma": 1000}, workers=8)


def learning():
    learn("learn", {"alpha": 800, "beta": 250, "gamma": 1500, "far": 500, "near": 2000, "slow": 400})
    learn("learngrey", {"grey": 300})


def by_workers(workers, mails):
    def trial():
        compare(f"w{workers}", {"gamma": mails, "far": mails // 3}, workers=workers)
    return trial


def near(workers, mails):
    def trial():
        compare(f"near{workers}", {"near": mails, "next": mails // 2}, workers=workers)
    return trial


def site_quota():
    with_quota(lambda: compare("sitequota", {"gamma": 900, "far": 600}), "site", "gamma.example", 15, "second")


def source_quota():
    with_quota(lambda: compare("minutequota", {"far": 150, "near": 100}), "site", "far.example", 60, "minute")


def mixed():
    compare("mixed", {"slow": 600, "gamma": 2500, "far": 500, "near": 1000, "alpha": 400})


def grey():
    compare("grey", {"grey": 800, "gamma": 400}, workers=8)


def quiet():
    """Recipients at far have quiet hours for two minutes more; those at gamma, three hours to the west, are awake."""
    begin, end = now() - datetime.timedelta(hours=1), now() + datetime.timedelta(minutes=2)
    window = {"quiet": [{"from": begin.strftime("%H:%M"), "to": end.strftime("%H:%M")}]}
    compare("quiet", {"far": 400, "gamma": 800}, {"far": "Etc/GMT", "gamma": "Etc/GMT+3"}, window=window, workers=8)


def spill():
    """The first server is in the first day of its warm-up; what is over goes by the second, which has a quota."""
    login = {"name": f"Spill{RUN}", "host": SANDBOX["host"], "port": SANDBOX["port"], "tls": "none", "maxConnections": 20}
    young = call("POST", "/servers", {**login, "name": f"Young{RUN}"})["id"]
    old = call("POST", "/servers", {**login, "quotas": [{"limit": 12, "per": "second"}]})["id"]
    pool = call("POST", "/pools", {"name": f"Spill{RUN}", "servers": [{"id": young, "weight": 3}, {"id": old, "weight": 1}]})["id"]
    call("POST", "/warm-ups", {"routeId": young, "steps": [150, 300], "smallSteps": [150, 300]})
    time.sleep(2.5)
    compare("spill", {"gamma": 500, "far": 400}, poolId=pool)


TRIALS = {
    "first": first,
    "learn": learning,
    "rates": lambda: compare("rates", {"alpha": 1500, "beta": 400, "gamma": 1100}),
    "quota": lambda: compare("quota", {"gamma": 2400, "alpha": 600}, rate={"limit": 20, "per": "second"}),
    "minutes": lambda: compare("minutes", {"delta": 150, "gamma": 50}, rate={"limit": 60, "per": "minute"}),
    "free": lambda: compare("free", {"gamma": 2000, "delta": 1000}, workers=4),
    "w2": by_workers(2, 750),
    "w8": by_workers(8, 3000),
    "w16": by_workers(16, 6000),
    "near2": near(2, 8000),
    "near16": near(16, 20000),
    "sitequota": site_quota,
    "minutequota": source_quota,
    "mixed": mixed,
    "grey": grey,
    "quiet": quiet,
    "spill": spill,
}
TEMPLATE = call("POST", "/templates", {"name": "Trial" + RUN, "subject": "Hello {{first}}", "html": "<p>Hello {{first}}</p>"})["id"]
SANDBOX = call("GET", "/servers")["items"][0]
KNOWN = [s for s in call("GET", "/servers?limit=100")["items"] if s["name"] == "Many"]
MANY = KNOWN[0] if KNOWN else call("POST", "/servers", {"name": "Many", "host": SANDBOX["host"], "port": SANDBOX["port"], "tls": "none", "maxConnections": 32})
POOL = call("POST", "/pools", {"name": "Many" + RUN, "servers": [{"id": MANY["id"], "weight": 1}]})["id"]
for trial_name in ONLY or TRIALS:
    TRIALS[trial_name]()
