# Version orders that are not ours: rpm's own, node's semver package, PyPI's packaging, and apk's rules written anew.
import functools
import json
import re
import subprocess
import tempfile
from pathlib import Path

root = Path(__file__).resolve().parents[3]


def rpm(pairs):
    """rpm's own comparison, through its Lua."""
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "pairs")
        lines.write_text("".join(f"{a}\t{b}\n" for a, b in pairs))
        script = Path(folder, "compare.lua")
        script.write_text(
            f'local out = io.open("{lines}.out", "w")\n'
            f'for line in io.lines("{lines}") do\n'
            '  local a, b = line:match("^(.-)\\t(.*)$")\n'
            '  out:write(rpm.vercmp(a, b), "\\n")\n'
            "end\n"
            "out:close()\n")
        subprocess.run(["rpm", "--eval", f'%{{lua: dofile("{script}") }}'], check=True, capture_output=True)
        return [int(float(line)) for line in Path(f"{lines}.out").read_text().split()]


def semver(pairs):
    """npm's semver package; None where it takes one of both for no version."""
    script = (
        "const semver = require('semver');"
        "const pairs = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const valid = (v) => semver.valid(v) !== null || v === '0';"
        "const read = new Map();"
        "const of = (v) => { if (!read.has(v)) read.set(v, new semver.SemVer(v === '0' ? '0.0.0-0' : v)); return read.get(v); };"
        "console.log(JSON.stringify(pairs.map(([a, b]) =>"
        " valid(a) && valid(b) ? semver.compare(of(a), of(b)) : null)));")
    done = subprocess.run(["node", "-e", script], cwd=root, input=json.dumps(pairs), check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def pypi(pairs):
    """The reference implementation of PEP 440; None where it takes one of both for no version."""
    from packaging.version import InvalidVersion, Version

    version = functools.cache(Version)

    def compare(a, b):
        try:
            one, other = version(a), version(b)
        except InvalidVersion:
            return None
        return (one > other) - (one < other)
    return [compare(a, b) for a, b in pairs]


SUFFIXES = ["alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"]


def apk(pairs):
    """After «Alpine package versions» (wiki.alpinelinux.org, apk-package(5)): numbers, letter, suffixes, revision."""
    def parse(text):
        found = re.fullmatch(r"(\d+(?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(?:-r(\d+))?", text)
        if found is None:
            return None
        numbers, letter, suffixes, revision = found.groups()
        parts = re.findall(r"_([a-z]+)(\d*)", suffixes)
        if any(name not in SUFFIXES for name, _ in parts):
            return None
        return numbers.split("."), letter, [(SUFFIXES.index(name), int(count or 0)) for name, count in parts], int(revision or 0)

    def numbers(one, other):
        for index, (a, b) in enumerate(zip(one, other)):
            fraction = index > 0 and (a.startswith("0") or b.startswith("0"))
            left, right = (a, b) if fraction else (int(a), int(b))
            if left != right:
                return 1 if left > right else -1
        return (len(one) > len(other)) - (len(one) < len(other))

    def compare(a, b):
        one, other = parse(a), parse(b)
        if one is None or other is None:
            return None
        by_number = numbers(one[0], other[0])
        if by_number != 0:
            return by_number
        end = (SUFFIXES.index(""), 0)
        left = (one[1], one[2] + [end], one[3])
        right = (other[1], other[2] + [end], other[3])
        return (left > right) - (left < right)
    return [compare(a, b) for a, b in pairs]
