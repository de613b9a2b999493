/*
 * The media server's settings: one table that reads the file, prints it and checks it. Values;
 * read once at the start.
 */
#ifndef MEDIA_SETTINGS_H
#define MEDIA_SETTINGS_H

#include "broker/common/form/settings.h"

/* This server, as its port, its files and the broker know it. */
struct media_server {
	char name[SETTING_TEXT_SIZE];
	char node[SETTING_TEXT_SIZE];
	char address[SETTING_TEXT_SIZE]; /* of the port, as clients reach it; several: by commas */
	char outside[SETTING_TEXT_SIZE]; /* the same behind a router, maybe with ports of its own */
	char bind[SETTING_TEXT_SIZE];
	int64_t port;
	bool tcp;
	int64_t tcp_port;               /* 0: as port */
	int64_t capacity;               /* legs */
	int64_t ceiling;                /* kbit/s */
	char codecs[SETTING_TEXT_SIZE]; /* h264, vp8; the most wanted first */
};

struct media_files {
	char data[SETTING_TEXT_SIZE];
	char secret[SETTING_TEXT_SIZE]; /* "": journal.key in data */
	char cert[SETTING_TEXT_SIZE];   /* signs journals and manifests, and nothing else */
	char key[SETTING_TEXT_SIZE];
	int64_t min_free; /* bytes */
};

struct media_broker {
	char host[SETTING_TEXT_SIZE];
	int64_t port;
	char ca[SETTING_TEXT_SIZE];
	char cert[SETTING_TEXT_SIZE];
	char key[SETTING_TEXT_SIZE];
};

struct media_settings {
	struct media_server server;
	struct media_files files;
	struct media_broker broker;
	bool trace;
};

extern const struct setting media_settings[];

#endif
