"""Runs argv with a non-blocking pipe as its stdout, and reads that slowly.

The first argument is the number of bytes after which to leave, 0 for never. Prints the number of bytes that came, their
md5 and the exit code.
"""

import hashlib
import os
import subprocess
import sys
import time

leave_after = int(sys.argv[1])
reading, writing = os.pipe()
os.set_blocking(writing, False)
child = subprocess.Popen(sys.argv[2:], stdout=writing)
os.close(writing)
time.sleep(0.5)

digest = hashlib.md5()
count = 0
while chunk := os.read(reading, 16384):
    digest.update(chunk)
    count += len(chunk)
    if 0 < leave_after <= count:
        break
    time.sleep(0.0005)
os.close(reading)
print(count, digest.hexdigest(), child.wait())
