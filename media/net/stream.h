/*
 * One TCP connection with RFC 4571 frames: a frame coming in, a bounded queue going out. Owned by
 * struct tcp; net thread; never waits.
 */
#ifndef MEDIA_NET_STREAM_H
#define MEDIA_NET_STREAM_H

#include "media/net/tcp.h"
#include "media/packet/frames.h"

struct stream {
	int fd;
	struct addr addr; /* the peer's; addr.stream is our number */
	bool is_proved;   /* it passed an ICE check */
	bool is_broken;   /* the system refused a write; to be closed */
	bool is_touched;  /* something was queued since the last stream_flush */
	bool wants_room;  /* epoll tells when it takes more */
	int64_t opened_us;
	int64_t heard_us;
	struct frames in;
	uint8_t *queue;    /* TCP_QUEUE bytes; NULL: nothing was ever sent */
	size_t from, till; /* what waits in it */
};

/* Takes the socket over. Heap: stream_free closes it. */
struct stream *stream_new(int fd, struct addr addr, int64_t now_us);
void stream_free(struct stream *s);
OWNABLE(stream)

/* Reads once, what is there. ERR_NETWORK: the peer ended it, or the way is broken; ERR_TOO_LARGE: no
 * frame. `room` is any memory. */
MUST_USE enum err stream_read(struct stream *s, uint8_t *room, size_t size,
			      const struct tcp_taker *taker);

/* Queues a frame; false: it does not fit. */
bool stream_add(struct stream *s, struct bytes datagram);

/* Writes what the system takes. */
void stream_flush(struct stream *s);

#endif
