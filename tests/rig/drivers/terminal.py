"""Plays a person at a terminal: argv is JSON steps [[wait for, then type], ...] and a command line.
A step that types null looks at the terminal's settings and its foreground group, and types a line end; one that
types {"settled": seconds} waits for the settings to be what they were, one that types {"size": [rows, columns]} makes
the terminal as large.

Prints as JSON the screen, the exit status (-1 when it had to be killed) and whether both
were then what they had been at first.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

steps = json.loads(sys.argv[1])
command = sys.argv[2:]
deadline = time.monotonic() + 40

ready, go = os.pipe()
pid, terminal = pty.fork()
if pid == 0:
    os.close(go)
    os.read(ready, 1)
    os.execvp(command[0], command)

os.close(ready)


def resize(rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


resize(24, 80)
before = termios.tcgetattr(terminal)
os.write(go, b"x")
os.close(go)

screen = b""
seen = 0
settings = None
group = None
while time.monotonic() < deadline:
    if not select.select([terminal], [], [], 0.05)[0]:
        continue
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    screen += chunk
    while steps and steps[0][0].encode() in screen[seen:]:
        wanted, typed = steps.pop(0)
        seen = screen.index(wanted.encode(), seen) + len(wanted.encode())
        if isinstance(typed, dict) and "size" in typed:
            resize(*typed["size"])
            continue
        if isinstance(typed, dict):
            until = time.monotonic() + typed["settled"]
            while termios.tcgetattr(terminal) != before and time.monotonic() < until:
                time.sleep(0.02)
            typed = None
        if typed is None:
            settings = termios.tcgetattr(terminal)
            group = os.tcgetpgrp(terminal)
            typed = "\n"
        time.sleep(0.1)
        os.write(terminal, typed.encode())

gone, status = os.waitpid(pid, os.WNOHANG)
for _ in range(100):
    if gone:
        break
    time.sleep(0.02)
    gone, status = os.waitpid(pid, os.WNOHANG)
if not gone:
    os.kill(pid, 9)
    os.waitpid(pid, 0)
print(
    json.dumps(
        {
            "screen": screen.decode(errors="replace").replace("\r\n", "\n"),
            "status": os.waitstatus_to_exitcode(status) if gone else -1,
            "unmet": steps,
            "settingsKept": settings is None or settings == before,
            "foreground": group is None or group == pid,
        }
    )
)
