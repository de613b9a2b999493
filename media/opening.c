/* What stands ready before the threads start. */
#include "media/opening.h"

#include "broker/common/base/log.h"
#include "media/record/journal_read.h"
#include "media/record/parts.h"
#include "media/studio/finalise.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static enum err make_folder(const char *path)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return ERR_OK;
	log_broken("opening.no_folder", "path=%s", path);
	return ERR_DISK;
}

static enum err folder_of(const char *data, const char *name, char out[OPENING_PATH_MAX])
{
	char *whole = realpath(data, NULL);
	int n = whole ? snprintf(out, OPENING_PATH_MAX, "%s/%s", whole, name) : -1;

	free(whole);
	if (n < 0 || n >= OPENING_PATH_MAX)
		return ERR_BAD_SETTING;
	return make_folder(out);
}

/* A recording that this server signs must be known as its own, and by no key of its line. */
static enum err check_signer(const struct media_settings *s, const struct signer *signer)
{
	char name[SEAL_NAME_BYTES] = "", wanted[SETTING_TEXT_SIZE + 8];
	enum err err = seal_cert_check(signer_cert(signer), s->broker.ca, name);

	snprintf(wanted, sizeof(wanted), "media:%s", s->server.name);
	if (!err && strcmp(name, wanted) == 0)
		return ERR_OK;
	log_broken("opening.no_seal", "path=%s wanted=%s", s->files.cert, wanted);
	fprintf(stderr,
		"%s does not sign the recordings of %s: the authority %s must have made it for "
		"that alone.\n"
		"In the demo, \"config/certificates data/tls media:%s\" makes what is missing; set "
		"cert and key in [media] to the files named -seal.\n",
		s->files.cert, wanted, s->broker.ca, s->server.name);
	return ERR_BAD_SETTING;
}

static enum err load_keys(const struct media_settings *s, struct opening *o)
{
	char path[SETTING_TEXT_SIZE + 16];

	if (s->files.secret[0])
		snprintf(path, sizeof(path), "%s", s->files.secret);
	else
		snprintf(path, sizeof(path), "%s/journal.key", s->files.data);
	enum err err = secret_key_load(path, &o->master);
	if (err)
		log_broken("opening.no_key", "path=%s err=%s", path, err_word(err));
	TRY(err);
	err = signer_load(s->files.key, s->files.cert, &o->signer);
	if (err)
		log_broken("opening.no_key", "path=%s err=%s", s->files.key, err_word(err));
	TRY(err);
	return check_signer(s, o->signer);
}

enum err opening_load(const struct media_settings *s, struct opening *out)
{
	memset(out, 0, sizeof(*out));
	TRY(make_folder(s->files.data));
	TRY(folder_of(s->files.data, "journal", out->journals));
	TRY(folder_of(s->files.data, "package", out->packages));
	return load_keys(s, out);
}

void opening_clear(struct opening *o)
{
	signer_free(o->signer);
	explicit_bzero(o, sizeof(*o));
}

static enum err bad(const char *key)
{
	log_broken("opening.bad_setting", "section=media key=%s", key);
	return ERR_BAD_SETTING;
}

/* Adds those of a list by commas; `port` is theirs where they name none. */
static enum err add_places(const char *list, int64_t port, bool is_tcp, struct engine_options *out)
{
	struct text rest = text_of(list);

	while (rest.n) {
		struct addr *a = &out->addresses[out->n_addresses];

		if (out->n_addresses == ENGINE_ADDRS_MAX)
			return ERR_TOO_MANY;
		TRY(addr_parse_place(text_trim(text_next(&rest, ',')), (uint16_t)port, a));
		a->stream = is_tcp;
		out->n_addresses++;
	}
	return ERR_OK;
}

/* All of UDP before those of TCP. */
static enum err parse_addresses(const struct media_settings *s, struct engine_options *out)
{
	const struct media_server *m = &s->server;

	for (int is_tcp = 0; is_tcp <= m->tcp; is_tcp++) {
		int64_t port = is_tcp && m->tcp_port ? m->tcp_port : m->port;

		if (!m->address[0] || add_places(m->address, port, is_tcp, out))
			return bad("address");
		if (add_places(m->outside, port, is_tcp, out))
			return bad("outside");
	}
	return ERR_OK;
}

enum err opening_parse(const struct media_settings *s, struct engine_options *out)
{
	TRY(parse_addresses(s, out));
	if (sdp_parse_codecs(text_of(s->server.codecs), out->codecs, ENGINE_CODECS_MAX,
			     &out->n_codecs))
		return bad("codecs");
	out->ceiling_bps = (uint64_t)s->server.ceiling * 1000;
	return ERR_OK;
}

struct errand {
	const struct opening *opening;
	enum err err; /* the first */
	int n;
};

static void finalise(void *owner, const char *path)
{
	struct errand *e = owner;
	struct finalise_result result;
	struct finalise_job job = { path, e->opening->packages, e->opening->master,
				    e->opening->signer, clock_now() };
	enum err err = finalise_part(&job, &result);

	e->n++;
	if (err && !e->err)
		e->err = err;
	if (!err)
		printf("%s\n", result.folder);
}

enum err opening_finalise(const struct opening *o, const char *path)
{
	struct errand errand = { .opening = o };
	struct parts_listener listener = { finalise, &errand };
	struct stat st;

	if (stat(path, &st) < 0)
		return ERR_NOT_FOUND;
	if (S_ISDIR(st.st_mode))
		TRY(parts_each(path, listener));
	else
		finalise(&errand, path);
	return errand.err;
}

static void open_journal(void *owner, const char *path)
{
	struct errand *e = owner;
	OWN(journal_reader) reader = NULL;
	enum err err = journal_reader_open(path, &e->opening->master, &reader);

	e->n++;
	if (!err)
		return;
	printf("journal %s: %s\n", path, err_word(err));
	e->err = err;
}

enum err opening_check(const struct media_settings *s, const struct opening *o)
{
	static const struct bytes proof = { (const uint8_t *)"xinqiao", 7 };
	struct errand errand = { .opening = o };
	struct parts_listener listener = { open_journal, &errand };
	uint8_t signature[SIGNATURE_MAX];
	size_t n;

	TRY(signer_sign(o->signer, proof, signature, &n));
	enum err err = signature_check(signer_cert(o->signer), s->broker.ca, proof,
				       (struct bytes){ signature, n });
	printf("signing key and certificate: %s\n", err_word(err));
	TRY(err);
	TRY(parts_each(o->journals, listener));
	printf("journals that lie here: %d, key: %s\n", errand.n, err_word(errand.err));
	return errand.err;
}
