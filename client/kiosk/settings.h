/*
 * The kiosk's settings: one table that reads the file, prints it and checks it. Values; read once
 * at the start.
 */
#ifndef CLIENT_KIOSK_SETTINGS_H
#define CLIENT_KIOSK_SETTINGS_H

#include "broker/common/form/settings.h"

struct kiosk_settings {
	struct {
		char host[SETTING_TEXT_SIZE];
		int64_t port;
		char ca[SETTING_TEXT_SIZE];
		char cert[SETTING_TEXT_SIZE];
		char key[SETTING_TEXT_SIZE];
	} broker;
	struct {
		char camera[SETTING_TEXT_SIZE];
		char microphone[SETTING_TEXT_SIZE];
		int64_t width;
		int64_t height;
		int64_t rate;    /* pictures a second */
		int64_t bitrate; /* kbit/s of the picture */
	} send;
	struct {
		int64_t megabytes;
		int64_t rate; /* kbit/s */
	} keep;
	struct {
		char picture[SETTING_TEXT_SIZE];
		char sound[SETTING_TEXT_SIZE];
		int64_t width;
		int64_t height;
	} show;
	bool trace;
};

extern const struct setting kiosk_settings[];

#endif
