/* A connection: frames out of what comes, a queue for what goes. */
#include "media/net/stream.h"

#include "broker/common/base/sink.h"
#include "media/packet/datagram.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SYSTEM_BYTES 65536 /* asked for the system's own queue: late media is of no use */
#define UNSENT_BYTES 16384 /* of them not on the way */

struct stream *stream_new(int fd, struct addr addr, int64_t now_us)
{
	struct stream *s = calloc(1, sizeof(*s));
	int yes = 1, system = SYSTEM_BYTES, unsent = UNSENT_BYTES;

	if (!s)
		abort();
	s->fd = fd;
	s->addr = addr;
	s->opened_us = now_us;
	s->heard_us = now_us;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &system, sizeof(system));
	return s;
}

void stream_free(struct stream *s)
{
	if (!s)
		return;
	close(s->fd);
	free(s->queue);
	free(s);
}

enum err stream_read(struct stream *s, uint8_t *room, size_t size, const struct tcp_taker *taker)
{
	ssize_t got = recv(s->fd, room, size, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return ERR_OK;
	if (got <= 0)
		return ERR_NETWORK;
	struct bytes rest = { room, (size_t)got };
	for (;;) {
		uint8_t *frame;
		size_t n;

		TRY(frames_take(&s->in, &rest, &frame, &n));
		if (!frame)
			return ERR_OK;
		taker->take(taker->owner, frame, n, s->addr);
	}
}

/* Room for n bytes at the end; false: there is none. */
static bool make_room(struct stream *s, size_t n, size_t most)
{
	if (s->till - s->from + n > most)
		return false;
	if (!s->queue && !(s->queue = malloc(TCP_QUEUE)))
		abort();
	if (s->till + n > TCP_QUEUE) {
		memmove(s->queue, s->queue + s->from, s->till - s->from);
		s->till -= s->from;
		s->from = 0;
	}
	return true;
}

bool stream_add(struct stream *s, struct bytes d)
{
	size_t most = datagram_kind(d) == DATAGRAM_RTP ? TCP_MEDIA_QUEUE : TCP_QUEUE;

	if (s->is_broken || !make_room(s, FRAME_HEAD + d.n, most))
		return false;
	write_u16(s->queue + s->till, (uint16_t)d.n);
	memcpy(s->queue + s->till + FRAME_HEAD, d.at, d.n);
	s->till += FRAME_HEAD + d.n;
	return true;
}

void stream_flush(struct stream *s)
{
	s->is_touched = false;
	while (s->from < s->till && !s->is_broken) {
		ssize_t sent = send(s->fd, s->queue + s->from, s->till - s->from,
				    MSG_DONTWAIT | MSG_NOSIGNAL);

		if (sent > 0)
			s->from += (size_t)sent;
		else if (errno == EAGAIN)
			return;
		else if (errno != EINTR)
			s->is_broken = true;
	}
	s->from = 0;
	s->till = 0;
}
