#!/usr/bin/env python3
# The list of what affects a Debian image, made by dpkg's own comparison over a dump; shares no code with src.
# Usage: debian.py DUMP.zip ADMINDIR RELEASE   → lines `CVE TAB source TAB installed TAB fixed`, sorted.
import json
import subprocess
import sys
import zipfile

dump, admindir, release = sys.argv[1:4]
listing = subprocess.run(
    ["dpkg-query", "--admindir", admindir, "-W", "-f", "${db:Status-Status}\t${source:Package}\t${source:Version}\n"],
    check=True, capture_output=True, text=True).stdout
installed = set()
for line in listing.splitlines():
    status, source, version = line.split("\t")
    if status == "installed":
        installed.add((source, version))


def older(a, b):
    return subprocess.run(["dpkg", "--compare-versions", a, "lt", b]).returncode == 0


found = set()
with zipfile.ZipFile(dump) as archive:
    for name in archive.namelist():
        record = json.loads(archive.read(name))
        if "withdrawn" in record:
            continue
        for affected in record["affected"]:
            if affected["package"]["ecosystem"] != "Debian:" + release:
                continue
            for source, version in installed:
                if source != affected["package"]["name"]:
                    continue
                for one in affected["ranges"]:
                    fixes = [event["fixed"] for event in one["events"] if "fixed" in event]
                    if fixes and older(version, fixes[0]):
                        found.add("\t".join((record["upstream"][0], source, version, fixes[0])))
for line in sorted(found):
    print(line)
