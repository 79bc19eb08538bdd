"""Loads and dumps YAML the way DVC does, for as long as stdin gives it work.

Each line of stdin is a JSON list of requests, answered by one line with a list of answers:
`{"load": text}` by `{"value": tagged}`, `{"dump": tagged}` by `{"text": text}`, or either by `{"error": message}`.

Tagged values keep what JSON would lose: `{"i": "1"}` int, `{"f": "1.0"}` float, `{"t": "2020-01-01"}` date,
`{"m": [[key, value], ...]}` map, `{"d": 1, "v": tagged}` an object that later occurs again as `{"r": 1}`.
"""

import datetime
import io
import json
import sys

from ruamel.yaml import YAML
from ruamel.yaml.util import create_timestamp, timestamp_regexp

SCALARS = (type(None), bool, str)


def dump(value):
    yaml = YAML()
    yaml.default_flow_style = False
    stream = io.StringIO()
    yaml.dump(value, stream)
    return stream.getvalue()


def load(text):
    # DVC opens files in text mode, where every kind of line end becomes one newline.
    with io.TextIOWrapper(io.BytesIO(text.encode("utf-8")), encoding="utf-8") as stream:
        return YAML(typ="safe").load(stream.read())


def tag(value):
    if isinstance(value, SCALARS):
        return value
    if isinstance(value, int):
        return {"i": str(value)}
    if isinstance(value, float):
        return {"f": repr(value)}
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {"t": str(value)}
    if isinstance(value, dict):
        return {"m": [[tag(key), tag(item)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return [tag(item) for item in value]
    raise TypeError(type(value).__name__)


def untag(tagged, shared):
    if isinstance(tagged, SCALARS):
        return tagged
    if isinstance(tagged, list):
        return [untag(item, shared) for item in tagged]
    if "i" in tagged:
        return int(tagged["i"])
    if "f" in tagged:
        return float(tagged["f"])
    if "t" in tagged:
        return create_timestamp(**timestamp_regexp.match(tagged["t"]).groupdict())
    if "m" in tagged:
        return {untag(key, shared): untag(item, shared) for key, item in tagged["m"]}
    if "r" in tagged:
        return shared[tagged["r"]]
    shared[tagged["d"]] = untag(tagged["v"], shared)
    return shared[tagged["d"]]


def answer(request):
    try:
        if "load" in request:
            return {"value": tag(load(request["load"]))}
        return {"text": dump(untag(request["dump"], {}))}
    except Exception as error:  # every refusal is an answer, whatever its class
        return {"error": f"{type(error).__name__}: {error}"}


for line in sys.stdin:
    print(json.dumps([answer(request) for request in json.loads(line)]), flush=True)
