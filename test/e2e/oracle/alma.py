#!/usr/bin/env python3
# The list of what affects an rpm root of AlmaLinux, made by rpm's own comparison over a dump; shares no code with src.
# Usage: alma.py DUMP.zip ROOT RELEASE   → lines `CVE TAB package TAB installed TAB fixed`, sorted.
import json
import subprocess
import sys
import zipfile

dump, root, release = sys.argv[1:4]
listing = subprocess.run(
    ["rpm", "--root", root, "--dbpath", "/var/lib/rpm", "-qa", "--qf", "%{NAME}\t%|EPOCH?{%{EPOCH}}:{0}|\t%{VERSION}\t%{RELEASE}\n"],
    check=True, capture_output=True, text=True).stdout
installed = {}
for line in listing.splitlines():
    name, *evr = line.split("\t")
    installed[name] = tuple(evr)


def parts(text):
    epoch, rest = text.split(":", 1) if ":" in text else ("0", text)
    version, tail = rest.rsplit("-", 1)
    return epoch, version, tail


def vercmp(a, b):
    out = subprocess.run(["rpm", "--eval", '%%{lua:print(rpm.vercmp("%s","%s"))}' % (a, b)],
                         check=True, capture_output=True, text=True).stdout
    return int(out)


def older(a, b):
    if int(a[0]) != int(b[0]):
        return int(a[0]) < int(b[0])
    return (vercmp(a[1], b[1]) or vercmp(a[2], b[2])) < 0


found = {}
with zipfile.ZipFile(dump) as archive:
    for name in archive.namelist():
        record = json.loads(archive.read(name))
        if "withdrawn" in record or not record["id"].startswith("ALSA-"):
            continue
        ids = [one for one in record.get("related", []) if one.startswith("CVE-")] or [record["id"]]
        for affected in record["affected"]:
            package = affected["package"]
            if package["ecosystem"] != "AlmaLinux:" + release or package["name"] not in installed:
                continue
            mine = installed[package["name"]]
            for event in [event for one in affected["ranges"] for event in one["events"]]:
                if "fixed" not in event or not older(mine, parts(event["fixed"])):
                    continue
                for one in ids:
                    key = (one, package["name"])
                    if key not in found or older(parts(found[key]), parts(event["fixed"])):
                        found[key] = event["fixed"]
lines = []
for (cve, package), fixed in found.items():
    epoch, version, tail = installed[package]
    lines.append("\t".join((cve, package, ("" if epoch == "0" else epoch + ":") + version + "-" + tail, fixed)))
print("\n".join(sorted(lines)))
