#!/usr/bin/env python3
# Chooses packages from an OSV dump around the fixes it states and lists what affects each; shares no code with src.
# Usage: ecosystems.py DUMP.zip ECOSYSTEM ORDER SEED COUNT
# → JSON: {"packages": [{"name", "version", "module"?, "ids": [...]}], "records", "skipped"}
import json
import random
import re
import sys
import zipfile

import orders

dump, ecosystem, order_name, seed, count = sys.argv[1:6]
compare_all = getattr(orders, order_name)
chance = random.Random(int(seed))


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower() if ecosystem == "PyPI" else name


def stream_of(record):
    text = re.sub(r"^\w+: ", "", record.get("summary", ""))
    found = re.match(r"([\w-]+:[\w.-]+) ", text)
    return found and found.group(1)


records = []
by_name = {}
with zipfile.ZipFile(dump) as archive:
    for entry in sorted(archive.namelist()):
        record = json.loads(archive.read(entry))
        if "withdrawn" in record or re.match(r"AL[BE]A-", record["id"]):
            continue
        mine = [one for one in record.get("affected", []) if one.get("package", {}).get("ecosystem") == ecosystem]
        if not mine:
            continue
        records.append(record)
        for one in mine:
            by_name.setdefault(canonical(one["package"]["name"]), []).append((record, one))


def events(one):
    for each in one.get("ranges", []):
        if each["type"] != "GIT":
            yield from ((kind, version) for event in each["events"] for kind, version in event.items())


def below(fix):
    if order_name == "rpm":
        return fix + "~"
    if order_name == "pypi":
        return None if "dev" in fix or "+" in fix else fix + ".dev0"
    if order_name == "semver":
        return None if "-" in fix or "+" in fix else fix + "-0"
    return re.sub(r"(-r\d+)?$", r"_alpha\1", fix, count=1) if "_" not in fix else None


chosen = {}
for record in chance.sample(records, min(int(count), len(records))):
    mine = [one for one in record["affected"] if one.get("package", {}).get("ecosystem") == ecosystem]
    for one in chance.sample(mine, min(2, len(mine))):
        probes = [version for _, version in events(one) if version not in ("0", "0.0.0-0")]
        probes += [low for kind, version in events(one) if kind == "fixed" for low in [below(version)] if low]
        listed = one.get("versions", [])
        probes += chance.sample(listed, min(2, len(listed)))
        for version in probes:
            module = stream_of(record) if ".module" in version else None
            chosen.setdefault((canonical(one["package"]["name"]), version), module)

pairs = set()
for name, version in chosen:
    for _, one in by_name[name]:
        stated = list(events(one))
        pairs.update((version, bound) for bound in [bound for _, bound in stated] + one.get("versions", []))
        pairs.update((a, b) for kind, a in stated if kind == "introduced" for _, b in stated)
listed = sorted(pairs)
ordering = dict(zip(listed, compare_all(listed)))


def compare(a, b):
    if a == b:
        return 0
    if b == "0":
        return 1
    if a == "0":
        return -1
    return ordering[(a, b)]


def affects(one, version):
    for each in one.get("ranges", []):
        if each["type"] == "GIT":
            continue
        stated = [pair for event in each["events"] for pair in event.items()]
        for place, (kind, start) in enumerate(stated):
            if kind != "introduced" or compare(version, start) < 0:
                continue
            # A fix in the very version that introduces is one where it is stated after that: an empty interval.
            fixed = any(
                k == "fixed" and compare(version, v) >= 0 and compare(start, v) < (1 if at > place else 0)
                for at, (k, v) in enumerate(stated))
            over = any(k == "last_affected" and compare(start, v) <= 0 < compare(version, v) for k, v in stated)
            if not fixed and not over:
                return True
    return any(compare(version, one_version) == 0 for one_version in one.get("versions", []))


def is_same_stream(record, one, version, module):
    if order_name != "rpm":
        return True
    fixes = [bound for kind, bound in events(one) if kind == "fixed"]
    if fixes and any(".module" in fix for fix in fixes) != (".module" in version):
        return False
    stated = stream_of(record)
    return module is None or stated is None or stated == module or not fixes


def names_of(record):
    ids = {record["id"], *record.get("aliases", []), *record.get("upstream", [])}
    if record["id"].startswith("ALSA-"):
        ids.update(one for one in record.get("related", []) if one.startswith("CVE-"))
    return ids


packages = []
skipped = 0
for (name, version), module in sorted(chosen.items(), key=lambda item: item[0]):
    ids = set()
    try:
        for record, one in by_name[name]:
            if is_same_stream(record, one, version, module) and affects(one, version):
                ids.update(names_of(record))
    except TypeError:
        # The foreign order takes one of the versions for none.
        skipped += 1
        continue
    packages.append({"name": name, "version": version, "ids": sorted(ids), **({"module": module} if module else {})})
json.dump({"packages": packages, "records": len(records), "skipped": skipped}, sys.stdout)
