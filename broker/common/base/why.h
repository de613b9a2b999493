/*
 * Why something was refused, where an error alone would not say it: the word on the wire, and the
 * sentence in Chinese with {holes} for the arguments of the refusal and {field} for its member.
 * `rpc.discover` tells both, so that every program can say it in its own language. Add a word where
 * it belongs; a word is never given another meaning. Arguments hold nothing personal.
 */
#ifndef BROKER_COMMON_BASE_WHY_H
#define BROKER_COMMON_BASE_WHY_H

#define WHYS(X)                                                                                    \
	/* the members of a message */                                                             \
	X(MISSING, "missing", "“{field}”没有填写，请补上。")                                                \
	X(EMPTY, "empty", "“{field}”没有填写，请至少填写 {min} 字。")                                          \
	X(TOO_SHORT, "too_short", "“{field}”太短，请至少填写 {min} 字。")                                    \
	X(TOO_LONG, "too_long", "“{field}”太长（{n} 字），请缩短到 {max} 字以内。")                              \
	X(NOT_TEXT, "not_text", "“{field}”应当是文字，请重新填写。")                                           \
	X(NOT_ONE_LINE, "not_one_line", "“{field}”含有换行或不能保存的字符，请删去后重填。")                           \
	X(NOT_CLEAN, "not_clean", "“{field}”含有不能保存的字符，请删去后重填。")                                    \
	X(NOT_BASE64_TEXT, "not_base64_text", "“{field}”应当是 base64 文字。")                           \
	X(NOT_BASE64, "not_base64", "“{field}”不是有效的 base64 文字。")                                   \
	X(TOO_MANY_BYTES, "too_many_bytes", "“{field}”太长，请缩短到 {max} 字节以内。")                        \
	X(BYTES_OUT_OF_RANGE, "bytes_out_of_range", "“{field}”应当有 {min} 到 {max} 字节。")              \
	X(NOT_NUMBER, "not_number", "“{field}”应当是整数，请重新填写。")                                       \
	X(OUT_OF_RANGE, "out_of_range", "“{field}”应当在 {min} 到 {max} 之间，请重新填写。")                    \
	X(NOT_DAY, "not_day", "“{field}”应当是日期，写成 2026-05-12 这样。")                                  \
	X(NOT_CODE, "not_code", "“{field}”应当是 12 位数字的区划代码，请核对。")                                   \
	X(NOT_ID, "not_id", "“{field}”不是有效的编号，请刷新页面后重新选择。")                                        \
	X(NOT_OFFERED, "not_offered", "“{field}”只能是 {words} 之一，请重新选择。")                            \
	X(NOT_YES_OR_NO, "not_yes_or_no", "“{field}”应当选择是或否。")                                     \
	X(NOT_GROUP, "not_group", "“{field}”应当是一组内容，请重新填写。")                                       \
	X(NOT_GROUPS, "not_groups", "“{field}”的每一项应当是一组内容，请重新填写。")                                 \
	X(NOT_LIST, "not_list", "“{field}”应当是一个列表，请重新填写。")                                         \
	X(TOO_FEW_ITEMS, "too_few_items", "“{field}”太少，请至少填写 {min} 项。")                            \
	X(TOO_MANY_ITEMS, "too_many_items", "“{field}”太多（{n} 项），请减到 {max} 项以内。")                   \
	X(UNKNOWN_MEMBER, "unknown_member", "“{field}”不在这个请求的内容里，请去掉。")                            \
	X(NO_MEMBERS, "no_members", "请求的内容应当是一组带名字的值。")                                            \
	/* requests and who sends them */                                                          \
	X(NOT_JSON, "not_json", "请求不是完整的 JSON，请检查后重新发送。")                                          \
	X(ONE_AT_A_TIME, "one_at_a_time", "一次只能发送一个请求，请逐个发送。")                                     \
	X(REQUEST_ID, "request_id", "请求的 id 应当是数字或不长的文字。")                                         \
	X(REQUEST_VERSION, "request_version", "请求应当写明 jsonrpc 为 2.0。")                             \
	X(NOT_YOUR_ROLE, "not_your_role", "您的岗位不能办理这一项，请联系负责该事项的人员。")                              \
	X(OUTSIDE_SCOPE, "outside_scope", "这不在您的职责范围内，没有打开，也已记入审计。如确需办理，请联系负责该事项的单位。")             \
	X(REQUEST_LENGTH, "request_length", "请求的长度写得不清楚，请用本系统页面重试。")                               \
	X(REQUEST_ORIGIN, "request_origin", "请求来源不符，请从本系统页面操作。")                                   \
	X(CONNECTIONS_TOO_MANY, "connections_too_many", "来自同一网络的连接太多，请关掉几个页面，过一分钟再试。")             \
	X(SIGN_IN_EMPTY, "sign_in_empty", "请填写账号和密码。")                                             \
	X(PASSWORD_WRONG, "password_wrong", "账号或密码不对，请核对后再试。没有登录过的设备连续输错 {n} 次，锁定 {minutes} 分钟。")      \
	X(ACCOUNT_LOCKED, "account_locked",                                                        \
	  "密码多次不对，从这里登录该账号已锁定 {minutes} 分钟。在登录过的设备上仍可登录，也可以稍后再试或联系安全管理员。")                         \
	X(SIGN_IN_WAITS, "sign_in_waits", "密码多次不对，请过几分钟再试。这台设备登录过该账号，不会被锁定。")                      \
	X(SIGN_INS_TOO_OFTEN, "sign_ins_too_often", "登录太频繁，请稍等一分钟再试。")                             \
	X(SIGN_OUT_FAILED, "sign_out_failed", "退出没有成功，请再试一次。")                                     \
	X(QUERIES_TOO_OFTEN, "queries_too_often", "查询太频繁，请稍等一分钟再查。")                               \
	X(TREE_IMPORTING, "tree_importing", "另一份机构表正在导入，请等它结束后再导入。")                               \
	X(FILE_FAULTS, "file_faults", "文件里有 {n} 处错误，没有导入。请按下面的行号改正后重新导入。")                         \
	X(LIST_CHANGED, "list_changed", "列表已经变化，请从头重新加载。")                                         \
	X(DAYS_REVERSED, "days_reversed", "结束日期早于开始日期，请改正后再查找。")                                   \
	X(PURPOSE_MISSING, "purpose_missing", "请写明查阅用途，再打开。")                                      \
	/* matters */                                                                              \
	X(MATTER_UNKNOWN, "matter_unknown", "没有找到这件信访事项，请核对编号。")                                   \
	X(MATTER_NUMBER_UNKNOWN, "matter_number_unknown", "没有找到这个编号的事项，请核对后重新填写。")                 \
	X(MATTER_NOT_NAMED, "matter_not_named", "请提供事项，或者填写事项编号。")                                 \
	X(MATTER_OLD_OR_NEW, "matter_old_or_new", "请写明是已有的事项还是新的事项，二者选一。")                         \
	X(QUERY_CODE_UNKNOWN, "query_code_unknown", "没有查到这个查询码。请核对凭条上的十位字符后再试。")                   \
	X(COMPETENT_UNKNOWN, "competent_unknown", "机构表里没有这个有权处理的机关，请重新选择。")                        \
	X(NAME_MISSING, "name_missing", "没有写来访人的姓名，请补上。")                                          \
	X(CONTACT_MISSING, "contact_missing", "没有写联系方式，请补上；没有电话的可写能转告的人。")                         \
	X(ADDRESS_MISSING, "address_missing", "没有写住址，请补上。")                                        \
	X(SUBJECT_MISSING, "subject_missing", "没有写反映的事，请用一句话写明。")                                  \
	X(REQUEST_MISSING, "request_missing", "没有写请求、事实和理由，请补上。")                                  \
	/* where a matter can go and when */                                                       \
	X(UNIT_UNKNOWN, "unit_unknown", "没有找到这个单位，请从列表中重新选择。")                                     \
	X(JOINT_FIRST, "joint_first", "按《信访工作条例》第二十条，这件事请先约{first}；需要{target}参加时，由受理单位邀请，一起联合接访。") \
	X(JOINT_FIRST_OF_TWO, "joint_first_of_two",                                                \
	  "按《信访工作条例》第二十条，这件事请先约{first}或{second}；需要{target}参加时，由受理单位邀请，一起联合接访。")                    \
	X(ELSEWHERE, "elsewhere", "{target}不在这件事的办理层级里，请约{first}。")                                \
	X(ELSEWHERE_OF_TWO, "elsewhere_of_two", "{target}不在这件事的办理层级里，请约{first}或{second}。")         \
	X(TIME_PAST, "time_past", "这个时间已经过去，请另选一个时间。")                                             \
	X(TIME_TOO_NEAR, "time_too_near", "这个时间太近，来不及准备。请选择至少 {days} 个工作日以后的时间；急事请联系值班员。")         \
	X(TIME_NOT_OPEN, "time_not_open", "这个时间还没有开放预约。请选择 {days} 个工作日以内的时间。")                     \
	X(NO_RECEPTION, "no_reception", "{unit}在这个时间没有接访安排，请从列表中重新选择。")                            \
	X(TAKEN_RECEIVER, "taken_receiver", "这个时间接访人已有预约。请选择其他时间。")                                \
	X(TAKEN_ROOM, "taken_room", "这个时间对方接访室都已占用。请选择其他时间。")                                      \
	X(TAKEN_VILLAGE_ROOM, "taken_village_room", "这个时间本村（居）的接访室已占用。请选择其他时间。")                   \
	X(TAKEN_LINE, "taken_line", "这个时间本村（居）的网络线路已占用。请选择其他时间。")                                  \
	X(TAKEN_RECORDING, "taken_recording", "这个时间录制能力已约满。请选择其他时间。")                              \
	/* visits */                                                                               \
	X(VISIT_UNKNOWN, "visit_unknown", "没有找到这次接访，请刷新列表后重试。")                                    \
	X(VISIT_REQUESTED, "visit_requested", "这次接访还没有安排时间，现在不能这样做。请等候安排时间。")                      \
	X(VISIT_SCHEDULED, "visit_scheduled", "这次接访已预约，来访人还没有签到，现在不能这样做。请先由村（居）为来访人签到。")           \
	X(VISIT_CHECKED_IN, "visit_checked_in",                                                    \
	  "这次接访来访人已签到，还没有作同意选择，现在不能这样做。请先宣读告知书，并记下来访人的三项选择。")                                      \
	X(VISIT_CONSENTED, "visit_consented", "这次接访来访人正在等候接访，现在不能这样做。请先由接访人接入。")                   \
	X(VISIT_LIVE, "visit_live", "这次接访正在进行，现在不能这样做。请进入通话；谈完后由接访人办结。")                           \
	X(VISIT_CLOSED, "visit_closed", "这次接访已经办结，现在不能这样做。如需再谈，请为同一事项另约一次。")                       \
	X(VISIT_FILED, "visit_filed", "这次接访已经归档，现在不能这样做。如需再谈，请为同一事项另约一次。")                         \
	X(VISIT_CANCELLED, "visit_cancelled", "这次接访已经取消，现在不能这样做。如仍需接访，请重新预约。")                     \
	X(VISIT_NO_SHOW, "visit_no_show", "这次接访因未到场已结束，现在不能这样做。如仍需接访，请重新预约。")                      \
	X(CHECK_IN_TOO_EARLY, "check_in_too_early", "还没到签到时间，请在{from}以后签到；想提前接访，请改期。")             \
	X(CHECK_IN_TOO_LATE, "check_in_too_late", "约定的时间（{from}）已经过去，请为来访人另选一个时间。")                \
	X(CANCEL_REASON_MISSING, "cancel_reason_missing", "由接访单位取消时，必须写明原因，来访人会看到。")               \
	X(NOTICE_CHANGED, "notice_changed", "告知书已经更新。请刷新页面，重新宣读后再记录选择。")                           \
	X(ONLY_WITHDRAWAL, "only_withdrawal", "接访已经开始，现在只能撤回同意，不能补开录制。请做好笔录。")                     \
	X(REPLY_MISSING, "reply_missing", "还没有写答复。请写明答复来访人的内容，再办结。")                               \
	X(MINUTES_MISSING, "minutes_missing", "还没有接访笔录。请先写明来访人的陈述和答复，再办结。")                        \
	X(COMMITMENT_NONE, "commitment_none", "限期交办要写明由哪个单位、做什么、什么时候办完。请至少加一项承诺。")                 \
	X(COMMITMENT_WITHOUT_ACT, "commitment_without_act", "第{n}项承诺没有写要做什么。请写明事项，或删去这一项。")        \
	X(COMMITMENT_PAST, "commitment_past", "第{n}项承诺的期限已经过去。请选择今天或以后的日期。")                       \
	X(COMMITMENT_UNIT, "commitment_unit", "第{n}项承诺的单位不存在。请从列表中重新选择。")                          \
	X(CLOSING_CHANGED, "closing_changed", "另一位刚刚改了办结内容，没有办结。请看过现在的内容，再确认。")                    \
	X(MERGED_TOO_LONG, "merged_too_long", "两个人写的合在一起太长了，没有保存。请先把您写的缩短，再保存。")                   \
	/* calls */                                                                                \
	X(HEARING_NOT_AGREED, "hearing_not_agreed",                                                \
	  "来访人没有同意其他单位听取，您不能进入这次通话。有事请联系接访单位。")                                          \
	X(SEATS_FULL, "seats_full", "这次接访的席位已满。请等有人离开后再进入。")                                       \
	X(SEAT_USED_BY_STAFF, "seat_used_by_staff", "来访人的席位正由工作人员的电脑使用，终端暂不进入。")                   \
	X(JOINS_TOO_OFTEN, "joins_too_often", "这个席位进入得太频繁，请等 {seconds} 秒后再进入。若别处也开着这次接访，请先关掉。")    \
	X(NOT_IN_CALL, "not_in_call", "您没有在这次接访的通话中。请刷新页面。")                                       \
	X(SEAT_NOT_IN_CALL, "seat_not_in_call", "这个席位已经不在通话中，请刷新页面。")                              \
	X(SEAT_MOVED, "seat_moved", "这个席位已在别处进入通话，这里已经退出。")                                        \
	X(SEAT_TAKEN_OVER, "seat_taken_over", "这个席位已在别处进入通话。要在这里继续，请再次进入。")                        \
	X(SERVICE_AWAY, "service_away",                                                            \
	  "通话服务暂时没有连上，接访仍然保留。请稍等片刻后重试；一直连不上时，请通知系统管理员，并先用电话接访、做好笔录。")                              \
	X(SERVICE_LOST, "service_lost", "通话服务刚刚断开。请稍等片刻，页面会自动重新进入。")                               \
	X(SERVICE_SILENT, "service_silent", "通话服务没有及时答复。请稍等片刻，再次进入通话。")                            \
	X(SERVICE_REFUSED, "service_refused", "通话服务没有接受这次连接。请刷新页面后再次进入；仍不行时请换一个浏览器。")              \
	X(ROOM_UNKNOWN, "room_unknown", "没有这间接访室。请核对终端证书里的地区代码和房间序号。")                             \
	X(BACKFILL_TOO_LATE, "backfill_too_late", "接访结束已超过一天，不再接收补传，终端可以清除这段内容。")                  \
	X(BACKFILL_NO_SEAT, "backfill_no_seat", "这次接访没有这个席位，不能补传。")                                \
	X(BACKFILL_NOT_CONSENTED, "backfill_not_consented", "来访人没有同意录制，不能补传，请终端清除这段内容。")           \
	X(BACKFILL_CONSENT_CHANGED, "backfill_consent_changed",                                    \
	  "断线期间来访人改变了是否录制的意愿，这段内容不能补传，请终端清除。")                                                     \
	X(BACKFILL_NO_RECORDING, "backfill_no_recording", "这次接访没有录音录像，不能补传。")                      \
	X(BACKFILL_SERVICE_AWAY, "backfill_service_away", "通话服务没有连上，请终端稍后再补传。")                    \
	X(BACKFILL_NOT_TAKEN, "backfill_not_taken", "通话服务没有收下这一段，请终端稍后再补传。")                       \
	/* recordings and media servers */                                                         \
	X(RECORDING_UNKNOWN, "recording_unknown", "没有找到这份录音录像，请回到查阅页面重新查找。")                       \
	X(RECORDING_ON, "recording_on", "接访还没有结束，录音录像还在录制，办结后才能核验。")                               \
	X(RECORDING_NOT_FILED, "recording_not_filed", "录音录像正在归档，约一小时后才能核验。请稍后再试。")                 \
	X(RECORDING_EMPTY, "recording_empty", "这份录音录像一段也没有送到档案库，没有可以核验的内容。")                       \
	X(RECORDING_NOT_REGISTERED, "recording_not_registered", "没有这份录音录像的登记，不能归档。来访人可能没有同意录制。")   \
	X(AUDIT_VERIFYING, "audit_verifying", "您已经有一次审计核验在进行，请等它做完，再核验。") \
	X(RECORDING_VERIFYING, "recording_verifying",                                              \
	  "您有一份录音录像正在核验，请等它做完，再核验下一份。")                                  \
	X(RECORDING_NOT_VERIFIED, "recording_not_verified",                                        \
	  "核验没有做完，录音录像没有受影响。请稍后再试；一再如此时，请通知系统管理员检查存储。")                                            \
	X(ACCESS_ENDED, "access_ended", "没有读取许可或许可已过期，请从查阅页面重新打开。")                                \
	X(RECORDING_SIGN_IN, "recording_sign_in", "请先登录，再打开录音录像。")                                 \
	X(READS_TOO_MANY, "reads_too_many", "您同时打开的录音录像太多，请先关掉几个再打开。")                             \
	X(READERS_TOO_MANY, "readers_too_many", "现在查看录音录像的人太多，请过一分钟再试。")                           \
	X(FILE_UNREADABLE, "file_unreadable", "录音录像文件现在读不到，请稍后再试或联系管理员。")                          \
	X(FILE_UNKNOWN, "file_unknown", "没有这个文件。")                                                 \
	X(PART_NUMBER_TAKEN, "part_number_taken", "这一段的编号已由另一台媒体服务器使用。录制可以继续，送达后另行保存，由档案员核对。")     \
	X(PART_OF_ANOTHER_VISIT, "part_of_another_visit", "这一段不属于这次接访，没有归档。请检查媒体服务器。")             \
	X(PART_SEAL_FOREIGN, "part_seal_foreign",                                                  \
	  "这一段的签名不是这台媒体服务器的录音录像专用证书所签，或者内容已被改动，档案库没有收下。请检查媒体服务器的封签证书。")                            \
	X(PART_KEPT_TOO_OFTEN, "part_kept_too_often", "同一段已经另存了几份内容不同的录音录像，档案库不再收下。请通知档案员核对。")     \
	X(PART_NOT_CONSENTED, "part_not_consented", "这一段含有来访人没有同意录制的内容，档案库没有收下。请通知系统管理员处理。")       \
	X(ARCHIVE_FULL, "archive_full", "档案库的空间已满，没有收下这一段录音录像，原件仍在媒体服务器上。请腾出空间，服务器会自动重试。")         \
	X(ARCHIVE_REFUSED, "archive_refused", "档案库没有收下这一段录音录像，原件仍在媒体服务器上。请检查档案库的空间和证书，服务器会自动重试。")  \
	X(SERVER_UNKNOWN, "server_unknown", "没有找到这台媒体服务器，请刷新列表后重试。")                               \
	X(SERVER_NAME_DIFFERS, "server_name_differs", "媒体服务器的名称与它的证书不符，证书上是{name}。请改设置或换证书。")      \
	X(VISIT_OF_ANOTHER_SERVER, "visit_of_another_server",                                      \
	  "这次接访没有安排在这台媒体服务器上，没有接收。请检查媒体服务器的名称和证书。")

#define AS_WHY(name, word, say) WHY_##name,
enum why { WHY_NONE, WHYS(AS_WHY) WHY_COUNT };
#undef AS_WHY

extern const char *const why_words[WHY_COUNT + 1]; /* "" for WHY_NONE; NULL at the end */
extern const char *const why_says[WHY_COUNT];      /* the sentences with their holes */

#endif
