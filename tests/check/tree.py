"""What the checks share: the files of the project and how a fault is told."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FAULTS = []


def files(*endings):
    """Paths from the root of all files that git tracks or would track."""
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
                         capture_output=True, text=True, check=True).stdout
    return sorted(p for p in out.split("\n") if p.endswith(endings) and
                  os.path.exists(os.path.join(ROOT, p)))


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return f.read()


def fault(path, line, what):
    FAULTS.append(f"  {path}:{line}: {what}")


def finish():
    for line in FAULTS[:60]:
        print(line)
    if len(FAULTS) > 60:
        print(f"  and {len(FAULTS) - 60} more")
    sys.exit(1 if FAULTS else 0)
