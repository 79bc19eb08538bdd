"""Makes folder objects and names run-cache entries by DVC's own functions, for as long as stdin gives it work.

Each line of stdin is a JSON list of requests, answered by one line with a list of answers: `{"tree": [[path, md5], ...]}`
by `{"text": text, "digest": digest}`, `{"entry": yaml}` by `{"key": key, "value": value}`.
"""

import json
import sys

from dvc.stage.cache import _get_cache_hash
from dvc.utils.serialize import loads_yaml
from dvc_data.hashfile.hash_info import HashInfo
from dvc_data.hashfile.tree import Tree


def answer(request):
    if "tree" in request:
        tree = Tree()
        for path, md5 in request["tree"]:
            tree.add(tuple(path.split("/")), None, HashInfo("md5", md5))
        tree.digest()
        return {"text": tree.as_bytes().decode(), "digest": tree.oid}
    entry = loads_yaml(request["entry"])
    # The key is asked for last, since that takes the entry apart.
    value = _get_cache_hash(entry)
    return {"key": _get_cache_hash(entry, key=True), "value": value}


for line in sys.stdin:
    print(json.dumps([answer(request) for request in json.loads(line)]), flush=True)
