"""Makes one virtual environment and installs packages into it, whole or not at all.

usage: peer_venv.py FOLDER REQUIREMENT...

While the work goes on, and after it was cut off, a file FOLDER.partial lies beside the folder: a folder
without one is whole. (A finished environment cannot be renamed into place: its scripts hold its path.)
An exclusive lock on FOLDER.lock keeps two suites apart; the kernel drops it with the process.
"""

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path


def install(folder: Path, requirements: list[str]) -> None:
    partial = folder.with_name(folder.name + ".partial")
    if (folder / "bin" / "python").exists() and not partial.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    partial.touch()
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    subprocess.run([*pip, "install", "--quiet", *requirements], check=True)
    partial.unlink()


def main() -> None:
    folder = Path(sys.argv[1])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_name(folder.name + ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            install(folder, sys.argv[2:])
        except subprocess.CalledProcessError as error:
            sys.exit(f"failed with {error.returncode}: {' '.join(error.cmd)}")


main()
