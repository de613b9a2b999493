"""Notice: what is read to residents promises only what the software does today. Each sentence of
config/rules/notice.*.txt stands here with the tests that keep it; a sentence that is not here, or a
test that is not there, fails."""
import re

from tree import fault, finish, read

LIVE = "tests/unit/broker/service/test_live.c"
GET = "tests/unit/broker/service/test_recording_get.c"
QUERY = "tests/unit/broker/service/test_query.c"
VERIFY = "tests/unit/broker/service/test_recording_verify.c"
TAP = "tests/unit/media/engine/test_tap.c"

# Begins of the sentences in Chinese and English, and the tests that keep them. None: no promise.
PROMISES = (
    ("您好", "Hello", None),
    ("接下来要通过视频", "You are about to speak", None),
    ("开始之前", "Before it begins", None),
    ("一、录什么", "1. What is recorded", [
        (TAP, "refused_consent_gives_not_one_packet"),
        (LIVE, "a_refused_consent_is_never_recorded")]),
    ("录的是您和接访人员", "Then the pictures and voices", [
        (LIVE, "only_what_is_consented_to_is_recorded"),
        (TAP, "consent_to_sound_gives_sound_only"),
        ("tests/unit/media/studio/test_document.c", "RUN_TESTS"),
        (GET, "gaps_chapters_and_marks_come_along")]),
    ("不做人脸识别", "No face recognition", [("tests/check/words.py", "person_score")]),
    ("二、放在哪里", "2. Where it is kept", [
        ("tests/unit/broker/service/test_recordings.c", "the_last_part_files_the_recording_and_the_visit")]),
    ("以后谁改动了", "If anybody changes it later", [
        (VERIFY, "a_changed_film_is_told_with_its_place"),
        (VERIFY, "a_part_that_was_sealed_anew_is_found")]),
    ("三、谁能看", "3. Who may watch", [
        (GET, "only_archivists_and_the_receiving_unit_open"),
        (GET, "an_archivist_of_another_place_is_refused_and_audited")]),
    ("每次打开都要写明用途", "Each time they must write down why", [
        (GET, "opening_needs_a_purpose_and_a_recording"),
        (GET, "each_opening_stands_in_the_history_with_its_purpose"),
        (QUERY, "who_watched_is_shown_by_role_time_and_purpose")]),
    ("四、您的选择", "4. Your choice", [("tests/e2e/visit.mjs", "checkInByClicking")]),
    ("您可以都不同意", "You may say no to all", [
        (LIVE, "only_what_is_consented_to_is_recorded"),
        (LIVE, "a_refused_consent_is_never_recorded")]),
    ("不同意，接访照常进行", "If you say no", [(LIVE, "a_refused_consent_is_never_recorded")]),
    ("五、以后改变主意", "5. If you change your mind", [
        (LIVE, "a_running_recording_can_only_be_withdrawn"),
        ("tests/unit/media/control/test_desk.c", "consent_taken_back_ends_the_part"),
        ("client/web/src/parts/StopRecording.vue", "consent.record")]),
    ("六、查询", "6. To look things up", [
        (QUERY, "a_booked_visit_shows_where_and_when"),
        (QUERY, "an_answered_visit_shows_reply_and_commitments")]),
    ("有疑问", "If you have questions", None),
)
# What was promised once and no code does.
NEVER = ("加密保存", "到期", "销毁", "保存期限", "更正、复制", "encrypted", "destroyed", "retention")


def sentences(path, end):
    lines = read(path).strip().split("\n")[1:]
    return [s.strip() for line in lines for s in re.split(end, line) if s.strip()]


def check_file(path, end, column):
    said = sentences(path, end)
    begins = [row[column] for row in PROMISES]
    for sentence in said:
        if sum(sentence.startswith(b) for b in begins) != 1:
            fault(path, 1, f"no test is named for: {sentence}")
    for begin in begins:
        if not any(s.startswith(begin) for s in said):
            fault("tests/check/notice.py", 1, f"{path} does not say any more: {begin}")
    for word in NEVER:
        if word in read(path):
            fault(path, 1, f"{word}: no code does this")


check_file("config/rules/notice.zh.txt", "。", 0)
check_file("config/rules/notice.en.txt", r"(?<=[a-z])\. ?", 1)
for _, _, kept in PROMISES:
    for file, name in kept or ():
        if name not in read(file):
            fault(file, 1, f"{name} keeps a promise of the notice and is not there")
if read("config/rules/notice.zh.txt").split("\n")[0] != read("config/rules/notice.en.txt").split("\n")[0]:
    fault("config/rules/notice.en.txt", 1, "another version than the Chinese notice")
finish()
