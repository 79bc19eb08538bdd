"""Reads TOML and Python files of parameters the way DVC does, for as long as stdin gives it work.

Each line of stdin is a JSON list of requests, `{"suffix": ".toml", "text": text}`, answered by one line with a list of
answers: `{"value": tagged}`, or `{"error": name of the class, "message": text}`.

Tagged values keep what JSON would lose, as in ruamel.py; here there are also `{"u": [tagged, ...]}` for a tuple and
`{"o": [type, repr]}` for any other object, with the items of a set in the order of their texts.
"""

import datetime
import json
import re
import sys
import warnings

from dvc.utils.serialize import PARSERS, ParseError

SCALARS = (type(None), bool, str)


def text_of(value):
    if isinstance(value, set):
        return f"{{{', '.join(sorted(map(repr, value)))}}}" if value else "set()"
    return repr(value)


def tag(value):
    if isinstance(value, SCALARS):
        return value
    if isinstance(value, int):
        return {"i": hex(value) if abs(value) > 2**9000 else str(value)}
    if isinstance(value, float):
        return {"f": repr(value)}
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {"t": str(value)}
    if isinstance(value, dict):
        return {"m": [[tag_key(key), tag(item)] for key, item in value.items()]}
    if isinstance(value, list):
        return [tag(item) for item in value]
    if isinstance(value, tuple):
        return {"u": [tag(item) for item in value]}
    return {"o": [type(value).__name__, text_of(value)]}


def tag_key(key):
    return {"o": ["tuple", repr(key)]} if isinstance(key, tuple) else tag(key)


def answer(request):
    # DVC opens files in text mode, where every kind of line end becomes one newline.
    text = re.sub("\r\n?", "\n", request["text"])
    try:
        return {"value": tag(PARSERS[request["suffix"]](text, "file"))}
    except ParseError as error:
        return {"error": type(error).__name__, "message": str(error.__cause__)}
    except Exception as error:  # every refusal is an answer, whatever its class
        return {"error": type(error).__name__, "message": str(error)}


warnings.simplefilter("ignore")
for line in sys.stdin:
    print(json.dumps([answer(request) for request in json.loads(line)]), flush=True)
