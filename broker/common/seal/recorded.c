/* The tables of the words of a sealed recording. */
#include "broker/common/seal/recorded.h"

#include <stddef.h>

const char *const gap_words[GAP_WHY_COUNT + 2] = {
	[GAP_LOST] = "lost",
	[GAP_DROPPED] = "dropped",
	[GAP_KEY_FRAME] = "waiting_key_frame",
	[GAP_CLOCK_JUMP] = "clock_jump",
	[GAP_DISK] = "disk",
	[GAP_SERVER_LOST] = "server_lost",
	[GAP_LEG_LOST] = "leg_lost",
	[GAP_LINK_DOWN] = "link_down",
	[GAP_NO_PICTURE] = "no_picture",
	[GAP_MUTED] = "muted",
	[GAP_NOT_CONSENTED] = "not_consented",
	[GAP_LIMIT] = "limit",
	[GAP_CAMERA_OFF] = "camera_off",
	[GAP_TOO_MUCH] = "too_much",
	[GAP_WHY_COUNT] = "other",
};

const char *const chapter_words[ENTRY_WHAT_COUNT + 2] = {
	[0] = "",
	[ENTRY_JOINED] = "joined",
	[ENTRY_LOST] = "lost",
	[ENTRY_BACK] = "back",
	[ENTRY_LEFT] = "left",
	[ENTRY_SHOWS] = "shows",
	[ENTRY_SHOWED] = "showed",
	[ENTRY_MUTED] = "muted",
	[ENTRY_HEARD] = "unmuted",
	[ENTRY_BROUGHT] = "brought",
	[ENTRY_CAMERA_OFF] = "camera_off",
	[ENTRY_CAMERA_ON] = "camera_on",
	[ENTRY_WHAT_COUNT] = "other",
};

const char *const media_words[ENTRY_MEDIA_COUNT + 2] = {
	[0] = "all",
	[ENTRY_AUDIO] = "audio",
	[ENTRY_VIDEO] = "video",
	[ENTRY_DOCUMENT] = "document",
	[ENTRY_MEDIA_COUNT] = "other",
};
