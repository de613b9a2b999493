"""README: what it names exists. Commands in its code blocks that start with ./ are files that can
be run, paths in `backticks` with a slash exist, pictures exist."""
import os
import re

from tree import ROOT, fault, finish, read

text = read("README.md")
for m in re.finditer(r"^(\./[\w./-]+)", text, re.M):
    path = os.path.join(ROOT, m.group(1))
    if not os.access(path, os.X_OK):
        fault("README.md", text[:m.start()].count("\n") + 1, f"{m.group(1)} cannot be run")
for m in re.finditer(r"`((?:broker|media|client|config|tests)/[\w./-]*)`|\]\(([^):]+)\)", text):
    name = (m.group(1) or m.group(2)).split("#")[0]
    if name and not os.path.exists(os.path.join(ROOT, name)):
        fault("README.md", text[:m.start()].count("\n") + 1, f"{name} does not exist")
finish()
