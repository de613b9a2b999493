/* The bytes of a journal's head, chunks and signed heads. */
#include "broker/common/seal/chain.h"

#include <assert.h>
#include <string.h>

static const uint8_t head_magic[8] = { 'X', 'Q', 'J', 'O', 'U', 'R', 'N', '\n' };
static const uint8_t chunk_magic[4] = { 'X', 'Q', 'C', 'K' };
static const char seal_words[] = "xinqiao journal head 1";

#define SEAL_MESSAGE_MAX 160

struct cursor {
	const uint8_t *at;
};

static uint64_t cursor_number(struct cursor *c, int bytes)
{
	uint64_t v = 0;

	for (int i = 0; i < bytes; i++)
		v = v << 8 | *c->at++;
	return v;
}

static enum err cursor_id(struct cursor *c, struct id *out)
{
	struct text t = { (const char *)c->at, ID_LENGTH };

	c->at += ID_LENGTH;
	return id_parse(t, out);
}

static struct sha256 cursor_hash(struct cursor *c)
{
	struct sha256 d;

	memcpy(d.at, c->at, SHA256_BYTES);
	c->at += SHA256_BYTES;
	return d;
}

struct sha256 chain_head_format(const struct chain_head *h, struct sink *out)
{
	size_t from = out->n;

	sink_add(out, head_magic, sizeof(head_magic));
	sink_u8(out, CHAIN_VERSION);
	sink_u8(out, CHAIN_CIPHER_AES256_GCM);
	sink_add(out, h->visit.text, ID_LENGTH);
	sink_add(out, h->recording.text, ID_LENGTH);
	sink_u32(out, h->part);
	sink_u64(out, (uint64_t)h->started.ms);
	sink_u64(out, (uint64_t)h->started_us);
	sink_add(out, h->wrapped_key, CHAIN_KEY_BYTES);
	assert(!sink_is_full(out));
	struct sha256 hash = sha256_of((struct bytes){ out->at + from, out->n - from });
	sink_add(out, hash.at, SHA256_BYTES);
	assert(!sink_is_full(out));
	return hash;
}

enum err chain_head_parse(struct bytes b, struct chain_head *out, struct sha256 *hash)
{
	const size_t body = CHAIN_HEAD_BYTES - SHA256_BYTES;
	struct chain_head h = { 0 };

	if (b.n < CHAIN_HEAD_BYTES)
		return ERR_TRUNCATED;
	if (memcmp(b.at, head_magic, sizeof(head_magic)) != 0)
		return ERR_BROKEN_SEAL;
	struct cursor c = { b.at + sizeof(head_magic) };
	if (cursor_number(&c, 1) != CHAIN_VERSION ||
	    cursor_number(&c, 1) != CHAIN_CIPHER_AES256_GCM)
		return ERR_BROKEN_SEAL;

	struct sha256 is = sha256_of((struct bytes){ b.at, body });
	if (memcmp(is.at, b.at + body, SHA256_BYTES) != 0)
		return ERR_BROKEN_SEAL;
	if (cursor_id(&c, &h.visit) || cursor_id(&c, &h.recording))
		return ERR_BROKEN_SEAL;

	h.part = (uint32_t)cursor_number(&c, 4);
	h.started.ms = (int64_t)cursor_number(&c, 8);
	h.started_us = (int64_t)cursor_number(&c, 8);
	memcpy(h.wrapped_key, c.at, CHAIN_KEY_BYTES);
	*out = h;
	*hash = is;
	return ERR_OK;
}

void chain_chunk_format(const struct chain_chunk *c, struct sink *out)
{
	sink_add(out, chunk_magic, sizeof(chunk_magic));
	sink_u8(out, (uint8_t)c->kind);
	sink_add(out, c->visit.text, ID_LENGTH);
	sink_u32(out, c->part);
	sink_u32(out, c->number);
	sink_u64(out, (uint64_t)c->wall.ms);
	sink_u64(out, (uint64_t)c->monotonic_us);
	sink_u32(out, c->length);
	sink_add(out, c->previous.at, SHA256_BYTES);
	assert(!sink_is_full(out));
}

enum err chain_chunk_parse(struct bytes b, struct chain_chunk *out)
{
	struct chain_chunk k = { 0 };

	if (b.n < CHAIN_HEADER_BYTES)
		return ERR_TRUNCATED;
	if (memcmp(b.at, chunk_magic, sizeof(chunk_magic)) != 0)
		return ERR_BROKEN_SEAL;
	struct cursor c = { b.at + sizeof(chunk_magic) };
	uint64_t kind = cursor_number(&c, 1);
	if (kind != CHAIN_DATA && kind != CHAIN_SEAL)
		return ERR_BROKEN_SEAL;

	k.kind = (enum chain_kind)kind;
	if (cursor_id(&c, &k.visit))
		return ERR_BROKEN_SEAL;
	k.part = (uint32_t)cursor_number(&c, 4);
	k.number = (uint32_t)cursor_number(&c, 4);
	k.wall.ms = (int64_t)cursor_number(&c, 8);
	k.monotonic_us = (int64_t)cursor_number(&c, 8);
	k.length = (uint32_t)cursor_number(&c, 4);
	k.previous = cursor_hash(&c);
	if (k.length > CHAIN_PAYLOAD_MAX || k.number >= CHAIN_RECORDS_MAX)
		return ERR_BROKEN_SEAL;
	*out = k;
	return ERR_OK;
}

void chain_nonce(const struct chain_chunk *c, uint8_t out[12])
{
	write_u32(out, c->part);
	write_u64(out + 4, c->number);
}

static struct bytes seal_message(const struct chain_head *h, const struct chain_chunk *c,
				 enum chain_end end, uint8_t room[SEAL_MESSAGE_MAX])
{
	struct sink s;

	sink_init(&s, room, SEAL_MESSAGE_MAX);
	sink_add(&s, seal_words, sizeof(seal_words));
	sink_add(&s, h->visit.text, ID_LENGTH);
	sink_add(&s, h->recording.text, ID_LENGTH);
	sink_u32(&s, h->part);
	sink_u32(&s, c->number);
	sink_u64(&s, (uint64_t)c->wall.ms);
	sink_u64(&s, (uint64_t)c->monotonic_us);
	sink_u8(&s, (uint8_t)end);
	sink_add(&s, c->previous.at, SHA256_BYTES);
	assert(!sink_is_full(&s));
	return sink_bytes(&s);
}

enum err chain_seal_format(const struct chain_head *h, const struct chain_chunk *c,
			   enum chain_end end, struct signer *signer, struct sink *out)
{
	uint8_t message[SEAL_MESSAGE_MAX];
	uint8_t signature[SIGNATURE_MAX];
	size_t n;

	TRY(signer_sign(signer, seal_message(h, c, end, message), signature, &n));
	sink_u8(out, (uint8_t)end);
	sink_add(out, signature, n);
	return ERR_OK;
}

enum chain_end chain_seal_end(const struct chain_chunk *c, struct bytes payload)
{
	if (c->kind != CHAIN_SEAL || payload.n == 0 || payload.at[0] > CHAIN_RECOVERED)
		return CHAIN_GOES_ON;
	return (enum chain_end)payload.at[0];
}

enum err chain_seal_check(const struct chain_head *h, const struct chain_chunk *c,
			  struct bytes payload, struct text cert_pem, enum chain_end *end)
{
	uint8_t message[SEAL_MESSAGE_MAX];

	if (payload.n < 2 || payload.n > CHAIN_SEAL_MAX || payload.at[0] > CHAIN_RECOVERED)
		return ERR_BROKEN_SEAL;
	enum chain_end is = (enum chain_end)payload.at[0];
	struct bytes signature = { payload.at + 1, payload.n - 1 };
	TRY(signature_check(cert_pem, NULL, seal_message(h, c, is, message), signature));
	*end = is;
	return ERR_OK;
}
