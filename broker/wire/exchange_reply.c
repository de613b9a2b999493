/* The reply's text: a result by its table, or an error with all that helps. */
#include "broker/wire/exchange_inside.h"

#include "broker/wire/tables.h"

static const char *const says[ERR_COUNT] = {
	[ERR_OK] = "",
	[ERR_BAD_INPUT] = "填写的内容不对，请核对后再试。",
	[ERR_UNKNOWN_METHOD] = "没有这个功能，请刷新页面后再试。",
	[ERR_NOT_SIGNED_IN] = "您还没有登录或登录已过期，请重新登录。",
	[ERR_WRONG_PASSWORD] = "账号或密码不对，请核对后再试。",
	[ERR_LOCKED] = "账号已锁定，请稍后再试或联系安全管理员。",
	[ERR_FORBIDDEN] = "这不在您的职责范围内，请联系负责该事项的人员。",
	[ERR_NOT_FOUND] = "没有找到，请核对编号后再试。",
	[ERR_SLOT_TAKEN] = "这个时间已被约走，请另选一个时间。",
	[ERR_WRONG_STATE] = "现在的状态不能这样办理，请刷新页面查看。",
	[ERR_DUPLICATE] = "已经有了，不能重复，请刷新页面查看。",
	[ERR_TOO_EARLY] = "还没有到时间，请到时再办理。",
	[ERR_TOO_LATE] = "已经过了时间，请另约时间。",
	[ERR_NOT_ALLOWED_TARGET] = "这件事不能约到这个单位，请另选单位。",
	[ERR_TOO_LARGE] = "内容太大，请缩小后再发送。",
	[ERR_TOO_MANY] = "操作太频繁，请稍等一会儿再试。",
	[ERR_STALE_EPOCH] = "这一路已在别处重新接入，请以新的为准。",
	[ERR_NO_MEDIA_SERVER] = "视频服务暂时连不上，请稍等半分钟再试。",
	[ERR_MEDIA_REFUSED] = "视频服务没有接受，请重新进入；仍不行请联系技术人员。",
	[ERR_BUSY] = "系统正忙，请稍后再试。",
	[ERR_STOPPING] = "系统正在重启，请一分钟后再试。",
	[ERR_STORE] = "没有保存成功，请再试一次；仍不行请联系技术人员。",
	[ERR_DISK] = "存储出现故障，没有保存，请联系技术人员。",
	[ERR_DISK_FULL] = "存储空间已满，没有保存，请联系技术人员。",
	[ERR_CRYPTO] = "加密出现故障，没有办成，请联系技术人员。",
	[ERR_BROKEN_SEAL] = "封存校验不一致，没有收下，请联系档案管理员。",
	[ERR_BAD_SETTING] = "系统设置有误，请联系技术人员。",
	[ERR_NETWORK] = "网络不通，请稍后再试。",
	[ERR_PIPELINE] = "音视频处理失败，请联系技术人员。",
	[ERR_TRUNCATED] = "内容不完整，请重新发送。",
	[ERR_TIMED_OUT] = "等待太久没有回应，请再试一次。",
};

static const struct field span_fields[] = {
	F(span, from, INSTANT),
	F(span, till, INSTANT),
	{ 0 },
};

static const struct field line_fault_fields[] = {
	F(line_fault, line, INT),
	F(line_fault, field, TEXT, OPTIONAL),
	F(line_fault, say, TEXT),
	{ 0 },
};

struct refused {
	struct text word;
	struct text field;
	struct text say;
	struct list instead;
	struct list faults;
};

static const struct field refused_fields[] = {
	F(refused, word, TEXT),
	F(refused, field, TEXT, OPTIONAL),
	F(refused, say, TEXT),
	FL(refused, instead, span, 100, OPTIONAL),
	FL(refused, faults, line_fault, 100, OPTIONAL),
	{ 0 },
};

struct text err_say(enum err e)
{
	return text_of(says[e]);
}

/* Only the gate knows a method that is not there and contents that are wrong. */
static int code_of(const struct exchange *x)
{
	switch (x->envelope.fault) {
	case ENVELOPE_NO_JSON:
		return -32700;
	case ENVELOPE_NO_REQUEST:
		return -32600;
	case ENVELOPE_FINE:
		break;
	}
	if (x->err == ERR_UNKNOWN_METHOD)
		return -32601;
	return x->err == ERR_BAD_INPUT ? -32602 : -32000;
}

static void add_error(const struct exchange *x, struct buffer *out)
{
	const struct call *c = &x->call;
	struct refused r = {
		.word = text_of(err_word(x->err)),
		.field = text_of(c->fault.field),
		.say = c->fault.say.n ? c->fault.say : err_say(x->err),
		.instead = c->instead,
		.faults = c->faults,
	};

	buffer_addf(out, "\"error\":{\"code\":%d,\"message\":", code_of(x));
	json_add_text(out, r.say);
	buffer_addf(out, ",\"data\":");
	fields_format(refused_fields, &r, out);
	buffer_addf(out, "}");
}

static void add_result(const struct exchange *x, struct buffer *out)
{
	const struct message *m = x->running;

	buffer_addf(out, "\"result\":");
	if (!m->run && m->kind == MESSAGE_READ)
		messages_describe(out);
	else if (m->out && x->call.out)
		fields_format(m->out, x->call.out, out);
	else
		buffer_addf(out, "{}");
}

enum exchange_step exchange_end(struct exchange *x, enum err e)
{
	struct buffer out;

	x->err = e;
	if (!x->envelope.id.n)
		return EXCHANGE_REPLY;
	buffer_init(&out, x->arena);
	buffer_addf(&out, "{\"jsonrpc\":\"2.0\",\"id\":" TEXT_FMT ",", TEXT_ARG(x->envelope.id));
	if (e)
		add_error(x, &out);
	else
		add_result(x, &out);
	buffer_addf(&out, "}");
	x->reply = buffer_text(&out);
	return EXCHANGE_REPLY;
}
