"""Runs `dvc` command lines for the tests, from one process that has imported DVC once.

One JSON object a line on stdin: {"id", "argv", "cwd", "env", "out", "err"}. `env` is the whole environment of the
command, `out` and `err` name the files that receive its stdout and stderr. One a line comes back on stdout, in the
order in which commands end: {"id", "code"}; a command killed by signal N has code -N. Each command runs in a forked
child, so nothing it changes in memory is left for the next one, and several may run at once.

Two things that decide the order of stages are left to chance by DVC, and fixed here: folders are listed in the order
of names, as if the file system returned them so; and a part of the graph is walked in the order of the whole, where
the walk over a small part would follow Python's string hashing.
"""

import gc
import importlib
import json
import os
import signal
import sys
import traceback

del sys.path[0]  # this folder, whose files may be called like packages


class SortedScan:
    """What os.scandir returns, in the order of names."""

    def __init__(self, scan):
        with scan:
            self.entries = iter(sorted(scan, key=lambda entry: entry.name))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.entries = iter(())


real_scandir, real_listdir = os.scandir, os.listdir
os.scandir = lambda path=".": SortedScan(real_scandir(path))
os.listdir = lambda path=".": sorted(real_listdir(path))

# What commands import late is imported here, where it is paid once.
for module in """
    configobj dulwich.ignore dulwich.index dulwich.worktree dvc.analytics dvc.cachemgr dvc.cli.parser
    dvc.data_cloud dvc.dirs dvc.lock dvc.repo.artifacts dvc.repo.brancher dvc.repo.datasets
    dvc.repo.experiments.utils dvc.repo.graph dvc.repo.index dvc.repo.metrics.diff dvc.repo.metrics.show
    dvc.repo.open_repo dvc.repo.params.diff dvc.repo.params.show dvc.repo.plots dvc.repo.reproduce
    dvc.repo.stage dvc.repo.trie dvc.rwlock dvc.stage.cache dvc.stage.run dvc.ui.table dvc.utils.strictyaml
    dvc_data.fs dvc_data.hashfile._progress dvc_data.hashfile.db.local dvc_data.hashfile.state
    dvc_data.hashfile.status dvc_data.index.checkout dvc_render flatten_dict fsspec.implementations.memory
    networkx platformdirs pydot pygit2 rich.console rich.live rich.status rich.table ruamel.yaml.mergevalue
    scmrepo.fs scmrepo.git.backend.pygit2.filter tabulate
""".split():
    importlib.import_module(module)

from dvc.cli.parser import get_main_parser
from dvc.cli import main
from networkx.classes.coreviews import FilterAdjacency, FilterAtlas


def in_graph_order(view):
    return (node for node in view._atlas if view.NODE_OK(node))


FilterAtlas.__iter__ = in_graph_order
FilterAdjacency.__iter__ = in_graph_order


def run(request):
    """Runs in the child: becomes the command, and ends with its code."""
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv = ["dvc", *request["argv"]]
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for target, source in ((0, os.devnull), (1, request["out"]), (2, request["err"])):
        opened = os.open(source, os.O_RDONLY if target == 0 else flags, 0o600)
        os.dup2(opened, target)
        os.close(opened)
    code = 1
    try:
        code = main(sys.argv[1:])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code & 0xFF)


def supervise(request, answers):
    """Runs in the child: one more fork, so that the driver never waits for a command."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    command = os.fork()
    if command == 0:
        os.close(answers)
        run(request)
    _, status = os.waitpid(command, 0)
    line = json.dumps({"id": request["id"], "code": os.waitstatus_to_exitcode(status)}) + "\n"
    os.write(answers, line.encode())  # shorter than PIPE_BUF: lines of several children never mix
    os._exit(0)


def serve():
    get_main_parser()  # which it keeps
    gc.freeze()
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.dup(1)
    os.write(answers, b'{"ready": true}\n')
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended supervisors vanish by themselves
    for line in requests:
        request = json.loads(line)
        if os.fork() == 0:
            requests.close()
            supervise(request, answers)


serve()
