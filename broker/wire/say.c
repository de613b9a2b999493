/* A sentence for every failure. */
#include "broker/wire/say.h"

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

struct text err_say(enum err e)
{
	return text_of(says[e]);
}
