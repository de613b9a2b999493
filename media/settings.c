/* The media server's settings with their ranges. */
#include "media/settings.h"

#define AT(section_, key_, kind_, member, ...)                                                     \
	{ section_, key_, SETTING_##kind_, offsetof(struct media_settings, member), __VA_ARGS__ }

const struct setting media_settings[] = {
	AT("media", "name", TEXT, server.name, "demo", NULL, NULL, "of this media server"),
	AT("media", "node", TEXT, server.node, "990101000000", NULL, NULL,
	   "code of the place where it stands"),
	AT("media", "port", INT, server.port, "8444", "1", "65535", "the one UDP port of all legs"),
	AT("media", "bind", TEXT, server.bind, "127.0.0.1", NULL, NULL,
	   "address of port; empty: all"),
	AT("media", "address", TEXT, server.address, "127.0.0.1", NULL, NULL,
	   "addresses by which clients reach the port, by commas, the best first"),
	AT("media", "capacity", INT, server.capacity, "200", "1", "100000", "visits at once"),
	AT("media", "ceiling", INT, server.ceiling, "1500", "50", "20000",
	   "most that one leg is asked to send, kbit/s"),
	AT("media", "codecs", TEXT, server.codecs, "h264,vp8", NULL, NULL,
	   "of video, by commas, the most wanted first"),
	AT("media", "data", TEXT, files.data, "data/media", NULL, NULL,
	   "journals, and packages until the archive has them"),
	AT("media", "secret", TEXT, files.secret, "", NULL, NULL,
	   "key that encrypts journals, made when it is not there; empty: journal.key in data"),
	AT("media", "cert", TEXT, files.cert, "data/tls/media.pem", NULL, NULL,
	   "certificate for signing journals and manifests, PEM"),
	AT("media", "key", TEXT, files.key, "data/tls/media.key", NULL, NULL, "its key, PEM"),
	AT("media", "min_free", SIZE, files.min_free, "2G", "1M", NULL,
	   "with less room on the disk no new recordings; with half of it the running ones end"),
	AT("broker", "host", TEXT, broker.host, "localhost", NULL, NULL,
	   "as it stands in the broker's certificate"),
	AT("broker", "port", INT, broker.port, "8445", "1", "65535", "the broker's program_port"),
	AT("broker", "ca", TEXT, broker.ca, "data/tls/ca.pem", NULL, NULL,
	   "issuer of the broker's certificate and of ours"),
	AT("broker", "cert", TEXT, broker.cert, "data/tls/media.pem", NULL, NULL,
	   "our certificate for the broker, PEM"),
	AT("broker", "key", TEXT, broker.key, "data/tls/media.key", NULL, NULL, "its key, PEM"),
	AT("log", "trace", BOOL, trace, "no", NULL, NULL, "write trace lines too"),
	{ 0 },
};
