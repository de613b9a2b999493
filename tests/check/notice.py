"""Notice: what is read to residents promises only what the software does today. The two texts of
config/rules/notice.*.txt are laid out here piece by piece, in their order: each promise with the
functions that keep it and the tests that prove it, the rest with why it is none. A piece that is not
here, and a function or a test that is not there, fails."""
import re

from tree import fault, finish, read

HERE = "tests/check/notice.py"
JOIN = "broker/service/visit/visit_join.c"
CONSENT = "broker/service/visit/consent_record.c"
HOLDING = "broker/service/recording/holding.c"
OPEN = "broker/service/recording/recording_get.c"
CODE = "broker/service/matter/query_get.c"
PLACES = "media/engine/places.c"
PACKAGE = "media/studio/package.c"

LIVE = "tests/unit/broker/service/test_live.c"
GET = "tests/unit/broker/service/test_recording_get.c"
FILED = "tests/unit/broker/service/test_recordings.c"
QUERY = "tests/unit/broker/service/test_query.c"
VERIFY = "tests/unit/broker/service/test_recording_verify.c"
ANSWERS = "tests/unit/broker/service/test_consent.c"
ARCHIVE = "tests/unit/broker/archive/test_archive.c"
TAP = "tests/unit/media/engine/test_tap.c"
DESK = "tests/unit/media/control/test_desk.c"
FINALISE = "tests/unit/media/studio/test_finalise.c"
DOCUMENT = "tests/unit/media/studio/test_document.c"
TOLD = "tests/unit/media/studio/test_told.c"

HEADING = "names what follows"

# The piece in Chinese and in English; then the functions and the tests, or why it is no promise.
PIECES = (
    ("您好。接下来要通过视频，让您和上级信访接待人员当面谈",
     "Hello. You are about to speak by video, face to face, with those who receive petitions at a "
     "higher level", "says what the visit is that was booked"),
    ("开始之前，请听清下面几件事", "Before it begins, please listen to the following", [
        (CONSENT, "check_state")], [
        (LIVE, "consent_names_the_notice_that_was_heard"),
        (LIVE, "the_notice_can_be_read_again_at_any_time"),
        (LIVE, "only_the_unit_admits_and_only_who_waits")]),
    ("一、录什么", "1. What is recorded", HEADING),
    ("您同意后才录", "nothing before you agree", [
        ("broker/service/media/staging.c", "staging_is_recorded"), (PLACES, "places_is_covered")], [
        (LIVE, "a_refused_consent_is_never_recorded"),
        (LIVE, "nobody_joins_before_the_visit_is_live"),
        (TAP, "refused_consent_gives_not_one_packet"),
        (DESK, "nothing_is_journaled_without_consent")]),
    ("录的是您和接访人员说话时的画面和声音",
     "Then the pictures and voices of you and of those who receive you", [
        (PLACES, "places_is_covered"), (PACKAGE, "add_media")], [
        (TAP, "every_packet_is_given_when_all_is_covered"),
        (TAP, "consent_to_sound_gives_sound_only"),
        (FINALISE, "a_leg_with_h264_becomes_a_seekable_mp4"),
        (FINALISE, "a_leg_with_vp8_becomes_a_webm_with_cues")]),
    ("展示的材料", "documents that are shown", [(PACKAGE, "add_media")], [
        (DOCUMENT, "documents_have_a_film_of_their_own_in_vp8"),
        (DOCUMENT, "documents_have_a_film_of_their_own_in_h264")]),
    ("以及双方进入、离开的时间", "and when each side came and went", [(PACKAGE, "add_chapters")], [
        (TOLD, "when_a_side_came_and_went_is_told"),
        (GET, "gaps_chapters_and_marks_come_along")]),
    ("不做人脸识别，不做声音识别", "No face recognition, no voice recognition", [
        ("tests/check/words.py", "check_recognisers")], [
        ("tests/unit/broker/store/test_queries.c", "no_table_has_a_place_for_a_profile")]),
    ("不给您打分、排名", "no scores and no ranking of you", [("tests/check/words.py", "check_never")], [
        ("tests/unit/broker/store/test_queries.c", "no_table_has_a_place_for_a_profile")]),
    ("二、放在哪里", "2. Where it is kept", HEADING),
    ("录下的内容加上封签", "what is recorded is sealed", [
        ("media/record/seal.c", "seal_save"), ("broker/archive/put.c", "archive_put")], [
        (ARCHIVE, "a_package_goes_in_and_verifies"),
        (ARCHIVE, "a_package_of_a_stranger_is_refused")]),
    ("归入您这件事的案卷", "and put into the file of your matter", [
        ("broker/service/recording/recording_filed.c", "recording_filed")], [
        (FILED, "the_last_part_files_the_recording_and_the_visit"),
        (FILED, "a_recording_is_found_by_the_numbers_of_visit_and_matter")]),
    ("以后谁改动了，核验时能查出来", "If anybody changes it later, a verification finds out", [
        ("broker/archive/verify.c", "archive_verify"),
        ("broker/service/recording/recording_verify.c", "recording_verified")], [
        (VERIFY, "a_changed_film_is_told_with_its_place"),
        (VERIFY, "a_changed_journal_is_told_with_its_chunk_from_1"),
        (VERIFY, "a_part_that_was_sealed_anew_is_found"),
        (VERIFY, "a_recording_that_is_gone_is_found"),
        (ARCHIVE, "a_forged_manifest_is_found")]),
    ("三、谁能看", "3. Who may watch", HEADING),
    ("只有接访的单位和管辖这里的档案人员能打开",
     "only the office that receives you and the archivists in charge of this place can open it", [
        (HOLDING, "holding_is_visible"), ("broker/service/recording/recording_read.c", "recording_read")], [
        (GET, "only_archivists_and_the_receiving_unit_open"),
        (GET, "an_archivist_of_another_place_is_refused_and_audited"),
        (GET, "a_file_is_read_with_the_token_of_the_own_session_only")]),
    ("每次打开都要写明用途", "Each time they must write down why", [(HOLDING, "holding_load")], [
        (GET, "opening_needs_a_purpose_and_a_recording")]),
    ("都留下记录", "each time is recorded", [(OPEN, "recording_get")], [
        (GET, "each_opening_stands_in_the_history_with_its_purpose")]),
    ("您用查询码可以查到", "and your query code shows it to you", [(CODE, "fill_watched")], [
        (QUERY, "who_watched_is_shown_by_role_time_and_purpose")]),
    ("四、您的选择", "4. Your choice", HEADING),
    ("录像、录音、让其他单位旁听，三件事分别问您",
     "recording your picture, recording your voice, and letting other offices hear are three "
     "separate questions", [
        (CONSENT, "consent_record"), ("client/web/src/parts/ConsentForm.vue", "keep")], [
        (ANSWERS, "each_of_the_three_answers_is_kept_for_itself"),
        ("tests/integration/broker/bookings.mjs",
         "the notice is heard before consent is kept, with its version")]),
    ("您可以都不同意", "You may say no to all of them", [
        ("broker/service/media/staging.c", "staging_is_recorded"), (JOIN, "check_hearing")], [
        (LIVE, "a_refused_consent_is_never_recorded"),
        (ANSWERS, "another_office_hears_only_where_the_resident_agreed")]),
    ("也可以只同意一部分", "or yes to some", [
        ("broker/service/media/staging.c", "staging_open"), (JOIN, "check_hearing")], [
        (LIVE, "only_what_is_consented_to_is_recorded"),
        (FILED, "pictures_without_consent_are_not_filed"),
        (ANSWERS, "another_office_hears_only_where_the_resident_agreed")]),
    ("不同意，接访照常进行", "If you say no, the visit takes place all the same", [
        (JOIN, "visit_join"), ("broker/service/visit/visit_admit.c", "visit_admit")], [
        (LIVE, "a_refused_consent_is_never_recorded")]),
    ("五、以后改变主意", "5. If you change your mind", HEADING),
    ("接访结束以前，可以随时请身边的工作人员改为不录",
     "until the visit ends you may ask the staff beside you at any time to stop the recording", [
        (CONSENT, "check_withdrawal"), ("broker/service/media/staging.c", "staging_remind"),
        ("media/control/asks.c", "stage_record"), ("client/web/src/parts/StopRecording.vue", "stop")], [
        (LIVE, "a_running_recording_can_only_be_withdrawn"),
        (DESK, "consent_taken_back_ends_the_part"),
        (TAP, "a_recording_stops_at_once")]),
    ("已经录下的部分留在案卷里", "what was recorded before stays in the file", [
        ("broker/service/recording/recording_filed.c", "recording_filed")], [
        (FILED, "what_was_recorded_before_a_withdrawal_stays_in_the_file")]),
    ("六、查询", "6. To look things up", HEADING),
    ("您用预约单上的查询码，可以查办理进度", "the query code on your slip shows how your matter stands", [
        (CODE, "query_get")], [
        (QUERY, "a_booked_visit_shows_where_and_when"),
        (QUERY, "a_cancelled_visit_says_why")]),
    ("答复和下一步的日期", "the reply, and the next dates", [
        (CODE, "query_get"), (CODE, "fill_commitments")], [
        (QUERY, "an_answered_visit_shows_reply_and_commitments")]),
    ("有疑问，请问身边的工作人员", "If you have questions, ask the staff beside you",
     "says whom to ask"),
)
# What was promised once and no code does.
NEVER = ("加密保存", "到期", "销毁", "保存期限", "更正、复制", "encrypted", "destroyed", "retention")


def check_text(path, column):
    """The pieces make up the text: nothing stands between them but stops."""
    text = read(path).split("\n", 1)[1]
    at = 0
    for piece in PIECES:
        found = text.find(piece[column], at)
        if found < 0:
            fault(HERE, 1, f"{path} does not say any more, or not there: {piece[column]}")
            continue
        check_rest(path, text[at:found])
        at = found + len(piece[column])
    check_rest(path, text[at:])
    for word in NEVER:
        if word in text:
            fault(path, 1, f"{word}: no code does this")


def check_rest(path, rest):
    if re.sub(r"[\s，。、；：,.;:]", "", rest):
        fault(path, 1, f"no function and no test is named for: {rest.strip()}")


def is_function(path, name):
    """Is it defined there? A check counts where it is run."""
    text = read(path)
    if path.endswith(".c"):
        return re.search(rf"^\w[^\n;]*\b{name}\([^;{{}}]*\)\n\{{", text, re.M)
    if path.endswith(".py"):
        return re.search(rf"^def {name}\(", text, re.M) and re.search(rf"^{name}\(", text, re.M)
    return re.search(rf"^(?:export )?(?:async )?function {name}\(", text, re.M)


def is_test(path, name):
    """Is it there, and is it run?"""
    text = read(path)
    if path.endswith(".c"):
        return f"\nstatic void {name}(void)\n{{" in text and f"\n\tT({name})," in text
    return re.search(rf"^await test\(\"{re.escape(name)}\",", text, re.M)


def check_kept(piece):
    if len(piece) == 3:
        if not isinstance(piece[2], str) or not piece[2]:
            fault(HERE, 1, f"no test is named for: {piece[1]}")
        return
    functions, tests = piece[2:]
    if not functions or not tests:
        fault(HERE, 1, f"no function or no test is named for: {piece[1]}")
    for path, name in functions:
        if not is_function(path, name):
            fault(path, 1, f"{name} keeps a promise of the notice and is no function here")
    for path, name in tests:
        if not is_test(path, name):
            fault(path, 1, f"{name} proves a promise of the notice and is no test that is run here")


check_text("config/rules/notice.zh.txt", 0)
check_text("config/rules/notice.en.txt", 1)
for one in PIECES:
    check_kept(one)
if read("config/rules/notice.zh.txt").split("\n")[0] != read("config/rules/notice.en.txt").split("\n")[0]:
    fault("config/rules/notice.en.txt", 1, "another version than the Chinese notice")
finish()
