/*
 * The framing of a journal file and its hash chain. A file is a head, then chunks: a fixed
 * header with the hash of what stands before, the sealed payload, the chunk's SHA-256. Every
 * CHAIN_SIGN_EVERY chunks and at close a signed head stands as a chunk of its own. The format
 * never changes: a new one gets a new version byte. Pure but for chain_check and chain_reader,
 * which read a file with pread; values and readers belong to one thread.
 */
#ifndef BROKER_COMMON_SEAL_CHAIN_H
#define BROKER_COMMON_SEAL_CHAIN_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/common/base/sink.h"
#include "broker/common/seal/digest.h"

#define CHAIN_VERSION           1
#define CHAIN_CIPHER_AES256_GCM 1 /* stored: never renumber */
#define CHAIN_SIGN_EVERY        60
#define CHAIN_PAYLOAD_MAX       (16u << 20)
#define CHAIN_RECORDS_MAX       (1u << 20) /* 12 days of seconds */
#define CHAIN_TAG_BYTES         16
#define CHAIN_KEY_BYTES         (SECRET_KEY_BYTES + SECRET_EXTRA)
#define CHAIN_HEAD_BYTES        (8 + 2 + 2 * ID_LENGTH + 4 + 8 + 8 + CHAIN_KEY_BYTES + SHA256_BYTES)
#define CHAIN_HEADER_BYTES      (4 + 1 + ID_LENGTH + 4 + 4 + 8 + 8 + 4 + SHA256_BYTES)
#define CHAIN_SEAL_MAX          (1 + SIGNATURE_MAX)

/* The first bytes of a file. */
struct chain_head {
	struct id visit;
	struct id recording;
	uint32_t part;
	struct instant started;               /* wall clock */
	int64_t started_us;                   /* monotonic clock of the media server */
	uint8_t wrapped_key[CHAIN_KEY_BYTES]; /* the part's key, sealed with the master key */
};

enum chain_kind { /* stored: never renumber */
		  CHAIN_DATA = 1,
		  CHAIN_SEAL = 2 /* a signed head */
};

/* What a signed head says about the part. */
enum chain_end { /* stored: never renumber */
		 CHAIN_GOES_ON = 0,
		 CHAIN_CLOSED = 1,
		 CHAIN_RECOVERED = 2 /* closed at the next start: the media server had died */
};

/* A chunk without its payload. */
struct chain_chunk {
	enum chain_kind kind;
	struct id visit;
	uint32_t part;
	uint32_t number; /* from 0, without holes, signed heads included */
	struct instant wall;
	int64_t monotonic_us;
	uint32_t length; /* of the payload, with its tag */
	struct sha256 previous;
};

/* CHAIN_HEAD_BYTES; returns the hash that the first chunk names as its previous. */
struct sha256 chain_head_format(const struct chain_head *h, struct sink *out);
MUST_USE enum err chain_head_parse(struct bytes b, struct chain_head *out, struct sha256 *hash);

/* CHAIN_HEADER_BYTES. The payload follows, then sha256_of(header and payload). */
void chain_chunk_format(const struct chain_chunk *c, struct sink *out);
MUST_USE enum err chain_chunk_parse(struct bytes b, struct chain_chunk *out);

/* The nonce of a chunk's payload: its part and number. A part's key is used for one part. */
void chain_nonce(const struct chain_chunk *c, uint8_t out[12]);

/* The payload of a signed head: the byte `end`, the signature over visit, recording, part, number,
 * times, that byte and the previous hash. */
MUST_USE enum err chain_seal_format(const struct chain_head *h, const struct chain_chunk *c,
				    enum chain_end end, struct signer *signer, struct sink *out);
MUST_USE enum err chain_seal_check(const struct chain_head *h, const struct chain_chunk *c,
				   struct bytes payload, struct text cert_pem, enum chain_end *end);
/* What a signed head says, its signature not asked; CHAIN_GOES_ON for any other chunk. */
enum chain_end chain_seal_end(const struct chain_chunk *c, struct bytes payload);

/* Reads a file chunk by chunk. */
struct chain_reader;
/* The fd stays the caller's. ERR_TRUNCATED: no whole head; ERR_BROKEN_SEAL: not a head of ours. */
MUST_USE enum err chain_reader_new(int fd, struct chain_reader **out);
void chain_reader_free(struct chain_reader *r);
OWNABLE(chain_reader)
const struct chain_head *chain_reader_head(const struct chain_reader *r);
struct sha256 chain_reader_head_hash(const struct chain_reader *r);

/* One chunk as it stands in the file. */
struct chain_record {
	struct chain_chunk chunk;
	struct bytes header;  /* raw, for the cipher's additional data; until the next call */
	struct bytes payload; /* until the next call */
	struct sha256 hash;
	uint64_t offset; /* of its header in the file */
	uint64_t end;    /* first byte behind it */
};

/* The next chunk whose own hash holds; ERR_NOT_FOUND at the end; ERR_TRUNCATED when the file ends
 * within a chunk; ERR_BROKEN_SEAL when the bytes there are no whole chunk. The order and the
 * chain are not asked here. */
MUST_USE enum err chain_reader_next(struct chain_reader *r, struct chain_record *out);
/* The offset of the next byte to read. */
uint64_t chain_reader_offset(const struct chain_reader *r);
/* After ERR_BROKEN_SEAL: goes on at the next place that looks like a chunk; ERR_NOT_FOUND: none. */
MUST_USE enum err chain_reader_resume(struct chain_reader *r);

enum chain_fault {
	CHAIN_CHANGED,       /* bytes of a chunk, or of the head, are not what was written */
	CHAIN_REMOVED,       /* chunks are missing in between */
	CHAIN_REORDERED,     /* a chunk stands at a wrong place, or twice */
	CHAIN_TRUNCATED,     /* the end is missing: half a chunk, or no closing signed head */
	CHAIN_BAD_SIGNATURE, /* a signed head is not by this certificate */
	CHAIN_FAULT_COUNT
};

struct chain_finding {
	enum chain_fault fault;
	uint32_t chunk; /* its number, for a removed one the first that is missing */
	uint64_t offset;
};

/* Hears each finding. */
struct chain_listener {
	void (*found)(void *owner, const struct chain_finding *f);
	void *owner;
	bool (*stops)(void *owner); /* asked at each chunk; true: ERR_STOPPING. NULL: to the end */
};

struct chain_report {
	struct chain_head head;
	uint32_t chunks;    /* read, signed heads included */
	uint32_t heads;     /* signed heads that hold */
	enum chain_end end; /* of the last chunk: is the part closed */
	struct sha256 last; /* hash of the last chunk */
	uint64_t bytes;
	uint32_t findings;
};

/* Walks the whole file without its key. ERR_OK: the walk was done, findings may be there; the
 * cert_pem is that of the media server. Only a failed read is an error, or
 * that nobody wants it any more. */
MUST_USE enum err chain_check(int fd, struct text cert_pem, struct chain_listener listener,
			      struct chain_report *out);

#endif
