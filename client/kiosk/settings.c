/* The kiosk's settings with their ranges. */
#include "client/kiosk/settings.h"

#define AT(...) SETTING(kiosk_settings, __VA_ARGS__)

const struct setting kiosk_settings[] = {
	AT("broker", "host", TEXT, broker.host, "localhost", NULL, NULL,
	   "as it stands in the broker's certificate"),
	AT("broker", "port", INT, broker.port, "8445", "1", "65535", "the broker's program_port"),
	AT("broker", "ca", TEXT, broker.ca, "data/tls/ca.pem", NULL, NULL,
	   "issuer of the broker's certificate and of ours"),
	AT("broker", "cert", TEXT, broker.cert, "data/tls/kiosk.pem", NULL, NULL,
	   "our certificate, PEM; its name says which room this is"),
	AT("broker", "key", TEXT, broker.key, "data/tls/kiosk.key", NULL, NULL, "its key, PEM"),
	AT("send", "camera", TEXT, send.camera, "test", NULL, NULL,
	   "a device such as /dev/video0, an rtsp:// address, or test: a moving picture"),
	AT("send", "microphone", TEXT, send.microphone, "test", NULL, NULL,
	   "auto, an ALSA device such as hw:1, or test: a quiet tone"),
	AT("send", "width", INT, send.width, "640", "160", "1920", "of the picture sent"),
	AT("send", "height", INT, send.height, "360", "90", "1080", "of the picture sent"),
	AT("send", "rate", INT, send.rate, "15", "5", "30", "pictures a second"),
	AT("send", "bitrate", INT, send.bitrate, "800", "100", "8000", "of the picture, kbit/s"),
	AT("keep", "megabytes", INT, keep.megabytes, "64", "0", "2048",
	   "of memory for what is recorded while the link is down; 0: nothing is kept"),
	AT("keep", "rate", INT, keep.rate, "200", "16", "100000",
	   "kbit/s at which that is brought while a call goes on"),
	AT("show", "picture", TEXT, show.picture, "autovideosink", NULL, NULL,
	   "where the received picture goes: a GStreamer element with its properties"),
	AT("show", "sound", TEXT, show.sound, "autoaudiosink", NULL, NULL,
	   "where the received sound goes: a GStreamer element with its properties"),
	AT("show", "width", INT, show.width, "1280", "160", "3840", "of the screen's picture"),
	AT("show", "height", INT, show.height, "720", "90", "2160", "of the screen's picture"),
	AT("log", "trace", BOOL, trace, "no", NULL, NULL, "write trace lines too"),
	{ 0 },
};
