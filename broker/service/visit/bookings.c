/* booking.get, booking.save, booking.discard: the form is sealed as a whole. */
#include "broker/service/visit/bookings.h"

#include "broker/core/visit.h"
#include "broker/service/message.h"
#include "broker/service/visit/sheets.h"
#include "broker/service/personal.h"
#include "broker/store/booking_draft_rows.h"
#include "broker/store/visit_rows.h"

/* Wider than visit.book: what is too long is told at its field and kept all the same. */
static const struct field booking_form_fields[] = {
	F(booking_form, step, INT, OPTIONAL, .min = 1, .max = 3),
	F(booking_form, name, TEXT, OPTIONAL),
	F(booking_form, contact, TEXT, OPTIONAL),
	F(booking_form, address, TEXT, OPTIONAL, .max = 1000),
	F(booking_form, subject, TEXT, OPTIONAL, .max = 1000),
	F(booking_form, request, LINES, OPTIONAL),
	F(booking_form, kind, TEXT, OPTIONAL, .words = matter_kind_words),
	F(booking_form, matter, TEXT, OPTIONAL, .max = 26),
	F(booking_form, matter_number, TEXT, OPTIONAL, .max = 40),
	F(booking_form, matter_subject, TEXT, OPTIONAL),
	F(booking_form, matter_name, TEXT, OPTIONAL),
	F(booking_form, competent, TEXT, OPTIONAL, .max = 12),
	F(booking_form, competent_name, TEXT, OPTIONAL),
	F(booking_form, competent_name_en, TEXT, OPTIONAL),
	F(booking_form, unit, INT, OPTIONAL, .max = INT64_MAX),
	F(booking_form, unit_name, TEXT, OPTIONAL),
	F(booking_form, unit_name_en, TEXT, OPTIONAL),
	F(booking_form, from, INSTANT, OPTIONAL),
	F(booking_form, till, INSTANT, OPTIONAL),
	{ 0 },
};

/* The row of the caller; version 0 where nothing is kept or its day is over. */
static enum err load(struct call *c, struct booking_draft *out)
{
	enum err e = booking_draft_find(c->db, c->who->staff, c->arena, out);

	if (e && e != ERR_NOT_FOUND)
		return e;
	if (e || out->at.ms < c->now.ms - BOOKING_DRAFT_KEEP_MS)
		*out = (struct booking_draft){ .staff = c->who->staff };
	return ERR_OK;
}

/* A form opens for its clerk alone, even when somebody swaps rows. */
static struct secret_place place_of(const struct call *c)
{
	return (struct secret_place){ "booking_draft", "form", c->who->staff.text };
}

static enum err seal(struct call *c, const struct booking_form *form, struct bytes *out)
{
	struct buffer json;

	buffer_init(&json, c->arena);
	fields_format(booking_form_fields, form, &json);
	return personal_seal(c, place_of(c), buffer_text(&json), out);
}

static enum err unseal(struct call *c, struct bytes sealed, struct booking_form *out)
{
	struct fault fault;
	struct json json;
	struct text text;

	TRY(personal_open(c, place_of(c), sealed, &text));
	TRY(json_parse(text, c->arena, &json));
	return fields_parse(json, booking_form_fields, c->arena, out, &fault);
}

static enum err booking_get(struct call *c, const void *in)
{
	struct booking_get_out *out = c->out;
	struct booking_draft d;

	(void)in;
	TRY(load(c, &d));
	out->version = d.version;
	if (!d.form.n)
		return ERR_OK;
	TRY(unseal(c, d.form, &out->form));
	out->key = d.key;
	out->at = d.at;
	return ERR_OK;
}

/* The booking was made or the form thrown away: what arrives late of it is not kept again. */
static enum err is_over(struct call *c, const struct booking_draft *d, struct text key, bool *out)
{
	struct id visit;
	enum err e = visit_find_once(c->db, c->who->staff, key, &visit);

	if (e && e != ERR_NOT_FOUND)
		return e;
	*out = !e || (d->version && !d->form.n && text_equals(d->key, key));
	return ERR_OK;
}

static enum err booking_save(struct call *c, const void *in)
{
	const struct booking_save_in *m = in;
	struct booking_save_out *out = c->out;
	struct booking_draft d;
	bool over;

	TRY(load(c, &d));
	TRY(is_over(c, &d, m->key, &over));
	bool own = d.version && text_equals(d.key, m->key) && text_equals(d.writer, m->writer);
	bool late = own && m->turn <= d.turn;

	out->version = d.version;
	out->saved = !over && (own || !d.version || m->version == d.version);
	if (!out->saved || late)
		return ERR_OK;
	d = (struct booking_draft){
		.staff = c->who->staff,
		.key = m->key,
		.version = d.version + 1,
		.at = c->now,
		.writer = m->writer,
		.turn = m->turn,
	};
	TRY(seal(c, &m->form, &d.form));
	TRY(booking_draft_save(c->db, &d));
	out->version = d.version;
	return ERR_OK;
}

static enum err booking_discard(struct call *c, const void *in)
{
	const struct booking_discard_in *m = in;
	struct booking_draft d;

	TRY(load(c, &d));
	/* Of a form that was never saved nothing is there, and nothing may come late. */
	if (d.form.n && !text_equals(d.key, m->key))
		return ERR_OK;
	d.key = m->key;
	d.version++;
	d.form = (struct bytes){ NULL, 0 };
	d.at = c->now;
	return booking_draft_save(c->db, &d);
}

static const struct field booking_get_out_fields[] = {
	F(booking_get_out, version, INT, .help = "0: nothing is kept"),
	F(booking_get_out, key, TEXT, OPTIONAL, .help = "none: the form was discarded or booked"),
	F(booking_get_out, at, INSTANT, OPTIONAL),
	FO(booking_get_out, form, booking_form, OPTIONAL),
	{ 0 },
};

static const struct field booking_save_in_fields[] = {
	F(booking_save_in, key, TEXT, .min = 1, .max = 64,
	  .help = "of the form, and of its visit.book"),
	F(booking_save_in, version, INT, .max = VERSION_MAX,
	  .help = "that it began from; another one that is kept is not overwritten"),
	F(booking_save_in, writer, TEXT, .min = 1, .max = 32, .help = WRITER_HELP),
	F(booking_save_in, turn, INT, .min = 1, .max = VERSION_MAX),
	FO(booking_save_in, form, booking_form),
	{ 0 },
};

static const struct field booking_save_out_fields[] = {
	F(booking_save_out, saved, BOOL,
	  .help = "false: another form or a newer one is kept, or this one is done"),
	F(booking_save_out, version, INT),
	{ 0 },
};

static const struct field booking_discard_in_fields[] = {
	F(booking_discard_in, key, TEXT, .min = 1, .max = 64),
	{ 0 },
};

const struct message booking_discard_message = {
	.name = "booking.discard",
	.kind = MESSAGE_WRITE,
	.roles = DESK,
	IN(booking_discard),
	.run = booking_discard,
	.help = "Throws away the booking form that the caller has begun.",
	.again = true,
};

const struct message booking_get_message = {
	.name = "booking.get",
	.kind = MESSAGE_READ,
	.roles = DESK,
	OUT(booking_get),
	.run = booking_get,
	.errors = CAN(CRYPTO),
	.help = "The booking form that the caller has begun; nobody else is ever given "
		"it.",
};

const struct message booking_save_message = {
	.name = "booking.save",
	.kind = MESSAGE_WRITE,
	.roles = DESK,
	IN(booking_save),
	OUT(booking_save),
	.run = booking_save,
	.errors = CAN(CRYPTO),
	.help = "Keeps the booking form as far as it is filled in, sealed, for a day.",
	.again = true,
};
