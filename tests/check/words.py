"""Words: log events are listed and used, messages stand sorted in their table, no table, log, metric
or page has a field that would profile a person, and nothing is built in that recognises one."""
import re

from tree import fault, files, finish, read

LIST = "broker/common/base/log_words.h"
NEVER = ("visit_count_of_person", "risk_level", "repeat_flag", "abnormal_flag", "ethnicity",
         "education_level", "person_score", "key_person")

# Libraries and interfaces of browsers that know a face or a voice, or write down what is said.
RECOGNISERS = ("facedetect", "facerecogni", "face_recogni", "opencv", "mediapipe", "insightface",
               "tensorflow", "onnx", "openvino", "whisper", "vosk", "pocketsphinx", "kaldi",
               "speechrecognition", "voiceprint", "speaker_id")


def check_log():
    listed = re.findall(r'X\("([^"]+)"', read(LIST))
    if listed != sorted(listed):
        fault(LIST, 1, "log words are not sorted")
    used = set()
    for path in files(".c"):
        if not path.startswith(("broker/", "media/", "client/")):
            continue
        text = read(path)
        for m in re.finditer(r'\blog_(?:trace|info|odd|broken)\(\s*"([^"]+)"', text):
            used.add(m.group(1))
            if m.group(1) not in listed:
                fault(path, text[:m.start()].count("\n") + 1, f"log word {m.group(1)} not listed")
        used.update(w for w in listed if f'"{w}"' in text)
    for word in sorted(set(listed) - used):
        fault(LIST, 1, f"log word {word} is never used")


def check_messages():
    for path in files(".c"):
        if not re.search(r"broker/wire/messages?\w*\.c$", path):
            continue
        for table in re.findall(r"\[\] = \{\n(.*?)^\};", read(path), re.M | re.S):
            names = re.findall(r'^\s*\{\s*"([a-z_]+\.[a-z_]+)",', table, re.M)
            if names != sorted(names):
                fault(path, 1, f"the messages from {names[0]} on are not sorted by name")


def check_never():
    for path in files(".c", ".h", ".ts", ".vue", ".csv"):
        if path.startswith(("broker/", "media/", "client/", "config/")):
            for number, line in enumerate(read(path).split("\n"), 1):
                for word in NEVER:
                    if word in line:
                        fault(path, number, f"{word}: nothing here profiles a person")


def check_recognisers():
    built = (".c", ".h", ".ts", ".vue", ".html", "CMakeLists.txt", "package.json", "config/install")
    for path in files(*built):
        for number, line in enumerate(read(path).lower().split("\n"), 1):
            for word in RECOGNISERS:
                if word in line:
                    fault(path, number, f"{word}: nothing here recognises a face or a voice")


check_log()
check_messages()
check_never()
check_recognisers()
finish()
