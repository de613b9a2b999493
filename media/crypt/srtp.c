/* Sources with their numbers; what is encrypted how, transform.c knows. */
#include "media/crypt/srtp.h"

#include "broker/common/base/sink.h"
#include "media/crypt/transform.h"
#include "media/crypt/window.h"

#include <stdlib.h>
#include <string.h>

#define RTP_HEAD   12
#define RTCP_HEAD  8
#define INDEX_WORD 4 /* E and index behind an SRTCP packet */
#define ENCRYPTED  0x80000000u

/* A source whose packets held; RTP and RTCP count for themselves. */
struct source {
	uint32_t ssrc;
	struct window rtp; /* by index: rollover counter and number */
	struct window rtcp;
	uint32_t rtcp_next; /* that we send */
};

struct side {
	struct transform *rtp;
	struct transform *rtcp;
	struct source **sources;
	int n;
	int last; /* found */
};

struct srtp {
	struct side in;
	struct side out;
	struct srtp_counts counts;
};

static enum err side_init(struct side *s, enum srtp_cipher c, bool seals, const uint8_t *master)
{
	TRY(transform_new(c, TRANSFORM_RTP, seals, master, &s->rtp));
	return transform_new(c, TRANSFORM_RTCP, seals, master, &s->rtcp);
}

static void side_clear(struct side *s)
{
	transform_free(s->rtp);
	transform_free(s->rtcp);
	for (int i = 0; i < s->n; i++)
		free(s->sources[i]);
	free(s->sources);
}

enum err srtp_new(const struct srtp_keys *k, struct srtp **out)
{
	OWN(srtp) s = calloc(1, sizeof *s);

	if (!s)
		abort();
	TRY(side_init(&s->in, k->cipher, false, k->theirs));
	TRY(side_init(&s->out, k->cipher, true, k->ours));
	*out = srtp_give(&s);
	return ERR_OK;
}

void srtp_free(struct srtp *s)
{
	if (!s)
		return;
	side_clear(&s->in);
	side_clear(&s->out);
	free(s);
}

static struct source *find(struct side *s, uint32_t ssrc)
{
	if (s->last < s->n && s->sources[s->last]->ssrc == ssrc)
		return s->sources[s->last];
	for (int i = 0; i < s->n; i++)
		if (s->sources[i]->ssrc == ssrc) {
			s->last = i;
			return s->sources[i];
		}
	return NULL;
}

/* Only who proved itself by a packet that holds gets here, and ourselves. */
static struct source *find_or_add(struct side *s, uint32_t ssrc)
{
	struct source *found = find(s, ssrc);

	if (found || s->n == SRTP_SOURCES)
		return found;
	if ((s->n & (s->n - 1)) == 0) { /* full at each power of two */
		size_t room = s->n ? 2 * (size_t)s->n : 1;

		s->sources = realloc(s->sources, room * sizeof *s->sources);
	}
	found = calloc(1, sizeof *found);
	if (!s->sources || !found)
		abort();
	found->ssrc = ssrc;
	s->sources[s->n++] = found;
	return found;
}

/* The head that is not encrypted: with sources and header extension (RFC 3550 s5.1, s5.3.1); 0: the
 * packet is too short for it. */
static size_t head_of(const uint8_t *p, size_t n)
{
	size_t head = RTP_HEAD;

	if (n < RTP_HEAD || p[0] >> 6 != 2)
		return 0;
	head += 4u * (p[0] & 15);
	if (p[0] & 0x10)
		head += head + 4 <= n ? 4 + 4u * read_u16(p + head + 2) : 4;
	return head <= n ? head : 0;
}

/* RFC 3711 s3.3.1: the index nearest to the newest; the first begins with counter 0. */
static uint64_t index_of(const struct source *s, uint16_t seq)
{
	uint64_t newest, index;

	if (!s || !s->rtp.any)
		return seq;
	newest = s->rtp.newest;
	index = (newest & ~UINT64_C(0xffff)) | seq;
	if (index + 0x8000 < newest)
		return index + 0x10000;
	if (index > newest + 0x8000 && index >= 0x10000)
		return index - 0x10000;
	return index;
}

static struct transform_packet rtp_packet(const struct source *s, uint8_t *p, size_t n)
{
	struct transform_packet t = { .at = p, .plain = head_of(p, n), .n = n };

	t.ssrc = read_u32(p + 8);
	t.index = index_of(s, read_u16(p + 2));
	write_u32(t.word, (uint32_t)(t.index >> 16));
	return t;
}

static enum err count(struct srtp *s, enum err e)
{
	s->counts.replayed += e == ERR_DUPLICATE;
	s->counts.forged += e == ERR_FORBIDDEN;
	s->counts.malformed += e == ERR_BAD_INPUT;
	return e;
}

static enum err open_rtp(struct side *side, uint8_t *packet, size_t *n)
{
	size_t tag = transform_tag(side->rtp);
	struct transform_packet t;
	struct source *s;

	if (*n < RTP_HEAD + tag || !head_of(packet, *n - tag))
		return ERR_BAD_INPUT;
	s = find(side, read_u32(packet + 8));
	t = rtp_packet(s, packet, *n - tag);
	if (s && !window_may_come(&s->rtp, t.index))
		return ERR_DUPLICATE;
	TRY(transform_open(side->rtp, &t, packet + t.n));
	s = find_or_add(side, t.ssrc);
	if (!s)
		return ERR_BAD_INPUT;
	window_note(&s->rtp, t.index);
	*n = t.n;
	return ERR_OK;
}

enum err srtp_open_rtp(struct srtp *s, uint8_t *packet, size_t *n)
{
	return count(s, open_rtp(&s->in, packet, n));
}

/* RFC 3711 s3.4: packet, E and index, tag; RFC 7714 s9: packet, tag, E and index. */
static const uint8_t *word_at(const struct side *side, enum srtp_cipher c, const uint8_t *end)
{
	return c == SRTP_GCM ? end - INDEX_WORD : end - INDEX_WORD - transform_tag(side->rtcp);
}

static enum srtp_cipher cipher_of(const struct side *side)
{
	return transform_tag(side->rtcp) == 16 ? SRTP_GCM : SRTP_CM_SHA1;
}

static enum err open_rtcp(struct side *side, uint8_t *packet, size_t *n)
{
	size_t more = INDEX_WORD + transform_tag(side->rtcp);
	struct transform_packet t = { .at = packet, .plain = RTCP_HEAD };
	enum srtp_cipher cipher = cipher_of(side);
	const uint8_t *word;
	struct source *s;

	if (*n < RTCP_HEAD + more)
		return ERR_BAD_INPUT;
	t.n = *n - more;
	t.ssrc = read_u32(packet + 4);
	word = word_at(side, cipher, packet + *n);
	memcpy(t.word, word, INDEX_WORD);
	if (!(read_u32(word) & ENCRYPTED)) /* nobody agreed to plain text */
		return ERR_BAD_INPUT;
	t.index = read_u32(word) & ~ENCRYPTED;
	s = find(side, t.ssrc);
	if (s && !window_may_come(&s->rtcp, t.index))
		return ERR_DUPLICATE;
	TRY(transform_open(side->rtcp, &t, packet + t.n + (cipher == SRTP_GCM ? 0 : INDEX_WORD)));
	s = find_or_add(side, t.ssrc);
	if (!s)
		return ERR_BAD_INPUT;
	window_note(&s->rtcp, t.index);
	*n = t.n;
	return ERR_OK;
}

enum err srtp_open_rtcp(struct srtp *s, uint8_t *packet, size_t *n)
{
	return count(s, open_rtcp(&s->in, packet, n));
}

enum err srtp_seal_rtp(struct srtp *s, uint8_t *packet, size_t *n, size_t size)
{
	struct side *side = &s->out;
	struct transform_packet t;
	struct source *source;

	if (size < *n + SRTP_EXTRA)
		return ERR_TOO_LARGE;
	if (!head_of(packet, *n))
		return ERR_BAD_INPUT;
	source = find_or_add(side, read_u32(packet + 8));
	if (!source)
		return ERR_TOO_MANY;
	t = rtp_packet(source, packet, *n);
	TRY(transform_seal(side->rtp, &t, packet + t.n));
	if (window_may_come(&source->rtp, t.index)) /* not one that is sent again */
		window_note(&source->rtp, t.index);
	*n = t.n + transform_tag(side->rtp);
	return ERR_OK;
}

enum err srtp_seal_rtcp(struct srtp *s, uint8_t *packet, size_t *n, size_t size)
{
	struct side *side = &s->out;
	struct transform_packet t = { .at = packet, .plain = RTCP_HEAD, .n = *n };
	bool word_last = cipher_of(side) == SRTP_GCM;
	size_t tag = transform_tag(side->rtcp);
	struct source *source;

	if (size < *n + SRTP_EXTRA)
		return ERR_TOO_LARGE;
	if (*n < RTCP_HEAD)
		return ERR_BAD_INPUT;
	t.ssrc = read_u32(packet + 4);
	source = find_or_add(side, t.ssrc);
	if (!source)
		return ERR_TOO_MANY;
	t.index = ++source->rtcp_next & ~ENCRYPTED;
	write_u32(t.word, ENCRYPTED | (uint32_t)t.index);
	TRY(transform_seal(side->rtcp, &t, packet + t.n + (word_last ? 0 : INDEX_WORD)));
	memcpy(packet + t.n + (word_last ? tag : 0), t.word, INDEX_WORD);
	*n = t.n + INDEX_WORD + tag;
	return ERR_OK;
}

struct srtp_counts srtp_counts(const struct srtp *s)
{
	return s->counts;
}
