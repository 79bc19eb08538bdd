"""Compares what tables of a report show with what metrics files hold. Prints what differs, a line each.

Reads {"rows": [{"name", "shown": [old, new]}], "files": [old, new]} where files are the texts of JSON files or null,
and "old" is null where the table has no such column.
"""

import json
import sys
from decimal import Decimal, InvalidOperation


def flat(value, name=""):
    if isinstance(value, dict):
        for key, each in value.items():
            # Lists are no metrics, as in DVC.
            if isinstance(each, list):
                continue
            yield from flat(each, f"{name}.{key}" if name else key)
    else:
        yield name, value


def as_shown(name):
    for end in ("\r\n", "\r", "\n"):
        name = name.replace(end, " ")
    hidden = {code: "\ufffd" for code in [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]}
    return " ".join(name.translate(hidden).split())


def agrees(shown, value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return shown == as_shown(str(value))
    if isinstance(value, int) and "." not in shown:
        return shown == str(value)
    if value != value or value in (float("inf"), float("-inf")):
        return shown == str(value)
    try:
        number = Decimal(shown)
    except InvalidOperation:
        return False
    if isinstance(value, int):
        return number == value
    half = Decimal(1).scaleb(number.as_tuple().exponent) / 2
    return abs(number - Decimal(value)) <= half


asked = json.load(sys.stdin)
old, new = (dict() if text is None else dict(flat(json.loads(text))) for text in asked["files"])
rows = {" ".join(row["name"].split()): row["shown"] for row in asked["rows"]}
for name in {**old, **new}:
    if name in old and name in new and old[name] is None and new[name] is None:
        continue
    cells = rows.pop(as_shown(name), None)
    if cells is None:
        print(f"{name!r} is in no table")
        continue
    for side, shown in zip((old, new), cells):
        if shown is None:
            continue
        value = side.get(name)
        missing = value is None
        if not (shown == "–" if missing else agrees(shown, value)):
            print(f"{name!r}: {shown!r} is shown, it is {value!r}")
for name in rows:
    print(f"{name!r} is no metric")
