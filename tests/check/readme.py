"""README: what it names exists. Commands in its code blocks that start with ./ are files that can
be run, paths in `backticks` with a slash exist, pictures exist, and the browsers that it calls tested
are those that the tests open."""
import os
import re

from tree import ROOT, fault, files, finish, read

text = read("README.md")
for m in re.finditer(r"^(\./[\w./-]+)", text, re.M):
    path = os.path.join(ROOT, m.group(1))
    if not os.access(path, os.X_OK):
        fault("README.md", text[:m.start()].count("\n") + 1, f"{m.group(1)} cannot be run")
for m in re.finditer(r"`((?:broker|media|client|config|tests)/[\w./-]*)`|\]\(([^):]+)\)", text):
    name = (m.group(1) or m.group(2)).split("#")[0]
    if name and not os.path.exists(os.path.join(ROOT, name)):
        fault("README.md", text[:m.start()].count("\n") + 1, f"{name} does not exist")
opened = {name for path in files(".mjs") if path.startswith("tests/lib/")
          for name in re.findall(r'executablePath: "/usr/bin/([\w-]+)"', read(path))}
row = re.search(r"^\| browsers \|.*$", text, re.M)
named = set(re.findall(r"`([\w-]+)`", row.group())) if row else set()
if named != opened or not opened:
    fault("README.md", text[:row.start()].count("\n") + 1 if row else 1,
          f"the browsers in the tests are {sorted(opened)}, those named here {sorted(named)}")
finish()
