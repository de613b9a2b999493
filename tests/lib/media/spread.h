/*
 * How far from its moment of capture each packet of a finished file lies: packets are found again
 * by the digest of their bytes. Static functions, as in maker.h; needs ffprobe.
 */
#ifndef TESTS_LIB_MEDIA_SPREAD_H
#define TESTS_LIB_MEDIA_SPREAD_H

#include "media/packet/h264.h"
#include "media/packet/vp8.h"
#include "tests/lib/media/maker.h"

#ifndef SPREAD_SPANS
#define SPREAD_SPANS 3 /* start, middle, end */
#endif
#define SPREAD_TWICE GSIZE_TO_POINTER(1)

/* File time minus capture time, in ms: least and greatest, in each span of the time. */
struct spread {
	double least[SPREAD_SPANS];
	double most[SPREAD_SPANS];
	int n;
	int unknown; /* packets that were never captured so */
};

MAKER void truth_add(GHashTable *t, const void *at, size_t n, int64_t at_us)
{
	char *hash = g_compute_checksum_for_data(G_CHECKSUM_MD5, at, n);
	bool is_twice = g_hash_table_contains(t, hash);

	g_hash_table_insert(t, hash, is_twice ? SPREAD_TWICE : GSIZE_TO_POINTER((gsize)at_us + 2));
}

MAKER GHashTable *truth_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* When each packet of sound was captured, by the digest of its bytes. */
MAKER GHashTable *truth_of_sound(const struct clip *c)
{
	GHashTable *t = truth_new();

	for (size_t i = 0; i < c->n; i++)
		truth_add(t, c->packets[i].bytes + 12, c->packets[i].n - 12, c->packets[i].at_us);
	return t;
}

/* Of the parameter sets of a key frame, sent twice, the file keeps one. */
MAKER bool is_sent_twice(const GByteArray *picture, const uint8_t *nal, size_t n)
{
	int type = nal[0] & 31;

	return picture->len && (type == H264_SPS || type == H264_PPS) &&
	       memmem(picture->data, picture->len, nal, n);
}

MAKER void add_nal(GByteArray *picture, const uint8_t *nal, size_t n)
{
	uint8_t length[4];

	if (is_sent_twice(picture, nal, n))
		return;
	write_u32(length, (uint32_t)n);
	g_byte_array_append(picture, length, sizeof(length));
	g_byte_array_append(picture, nal, (guint)n);
}

/* As MP4 keeps it: NAL units with four bytes of length. *open: where that of a FU-A stands. */
MAKER void add_h264_packet(GByteArray *picture, size_t *open, const uint8_t *at, size_t n)
{
	uint8_t head = (uint8_t)((at[0] & 0xe0) | (at[1] & 31));

	if ((at[0] & 31) == H264_FU_A) { /* RFC 6184 s5.8 */
		if (at[1] & 0x80) {
			*open = picture->len;
			add_nal(picture, &head, 1);
		}
		g_byte_array_append(picture, at + 2, (guint)n - 2);
		write_u32(picture->data + *open, (uint32_t)(picture->len - *open - 4));
		return;
	}
	if ((at[0] & 31) != H264_STAP_A) {
		add_nal(picture, at, n);
		return;
	}
	for (size_t i = 1; i + 2 < n; i += 2 + read_u16(at + i)) /* s5.7.1 */
		add_nal(picture, at + i + 2, read_u16(at + i));
}

MAKER void add_vp8_packet(GByteArray *picture, const uint8_t *at, size_t n)
{
	struct vp8 v;

	CHECK_EQ(ERR_OK, vp8_parse((struct bytes){ at, n }, &v));
	g_byte_array_append(picture, at + v.descriptor_n, (guint)(n - v.descriptor_n));
}

/* The same of pictures, put together from their packets. */
MAKER GHashTable *truth_of_pictures(const struct clip *c, enum tap_codec codec)
{
	GHashTable *t = truth_new();
	GByteArray *picture = g_byte_array_new();
	size_t open = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct clip_packet *p = &c->packets[i];
		if (codec == TAP_VP8)
			add_vp8_packet(picture, p->bytes + 12, p->n - 12);
		else
			add_h264_packet(picture, &open, p->bytes + 12, p->n - 12);
		if (i + 1 < c->n && p[1].at_us == p->at_us)
			continue;
		truth_add(t, picture->data, picture->len, p->at_us);
		g_byte_array_set_size(picture, 0);
	}
	g_byte_array_free(picture, TRUE);
	return t;
}

MAKER void spread_take(struct spread *s, double error_ms, int span)
{
	if (!s->n++)
		for (int i = 0; i < SPREAD_SPANS; i++) {
			s->least[i] = 1e9;
			s->most[i] = -1e9;
		}
	s->least[span] = error_ms < s->least[span] ? error_ms : s->least[span];
	s->most[span] = error_ms > s->most[span] ? error_ms : s->most[span];
}

/* Of the stream "a:0" or "v:0" of the one file of a package with this length. */
MAKER struct spread spread_of(const char *folder, const char *stream, GHashTable *truth,
			      int seconds)
{
	struct spread s = { 0 };
	char line[900];

	snprintf(line, sizeof(line),
		 "ffprobe -v error -select_streams %s -show_entries packet=pts_time,data_hash "
		 "-show_data_hash md5 -of csv=p=0 $(ls %s/leg-*.mp4 %s/leg-*.webm 2>/dev/null)",
		 stream, folder, folder);
	char *out = maker_run(line);
	for (char *row = strtok(out, "\n"); row; row = strtok(NULL, "\n")) {
		char *hash = strstr(row, "MD5:");
		gpointer at = hash ? g_hash_table_lookup(truth, hash + 4) : NULL;
		if (at == SPREAD_TWICE)
			continue;
		if (!at) {
			s.unknown++;
			continue;
		}
		int64_t us = (int64_t)GPOINTER_TO_SIZE(at) - 2;
		int span = (int)(us * SPREAD_SPANS / (seconds * INT64_C(1000000)));
		spread_take(&s, atof(row) * 1000 - (double)us / 1000,
			    span < SPREAD_SPANS ? span : SPREAD_SPANS - 1);
	}
	free(out);
	return s;
}

/* The worst pair of a sound and a picture in this span. */
MAKER double spread_skew(const struct spread *sound, const struct spread *picture, int span)
{
	double ahead = sound->most[span] - picture->least[span];
	double behind = picture->most[span] - sound->least[span];

	CHECK(sound->least[span] <= sound->most[span]); /* there are some */
	CHECK(picture->least[span] <= picture->most[span]);
	return ahead > behind ? ahead : behind;
}

#endif
