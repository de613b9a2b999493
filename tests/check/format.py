"""Format: the C is as clang-format of Debian 12 writes it, by .clang-format."""
import re
import subprocess

from tree import ROOT, fault, files, finish

CLANG_FORMAT = "clang-format-14"
try:
    out = subprocess.run([CLANG_FORMAT, "--dry-run", *files(".c", ".h")], cwd=ROOT,
                         capture_output=True, text=True, check=True).stderr
except FileNotFoundError:
    out = ""
    fault(CLANG_FORMAT, 0, "is not installed; config/install tests does it")
for path, line in sorted(set(re.findall(r"^(.+?):(\d+):\d+: ", out, re.M))):
    fault(path, line, f"{CLANG_FORMAT} writes it otherwise (it does so with -i)")
finish()
