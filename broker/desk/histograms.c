/* Histograms of loss, jitter and round trip. */
#include "broker/desk/histograms.h"

#include <string.h>

/* Upper limits of the buckets, in the unit that is measured. */
static const int64_t lost_permille[HISTOGRAM_BUCKETS] = { 0, 5, 10, 20, 50, 100, 200, 500 };
static const int64_t milliseconds[HISTOGRAM_BUCKETS] = { 5, 10, 20, 40, 100, 200, 400, 800 };

static void add(struct histogram *h, const int64_t *limits, int64_t value)
{
	int i = 0;

	while (i < HISTOGRAM_BUCKETS && value > limits[i])
		i++;
	h->counts[i]++;
	h->sum += value;
}

void histograms_add(struct histograms *h, const struct quality *q)
{
	add(&h->lost_up, lost_permille, q->up.lost_permille);
	add(&h->lost_down, lost_permille, q->down.lost_permille);
	add(&h->jitter_up, milliseconds, q->up.jitter_ms);
	add(&h->jitter_down, milliseconds, q->down.jitter_ms);
	if (q->rtt_ms >= 0)
		add(&h->round_trip, milliseconds, q->rtt_ms);
}

/* `labels`: as within the braces, with a comma at the end; "": none. Thousandths become wholes:
 * seconds, ratios. */
static void format(const struct histogram *h, const char *name, const char *labels,
		   const int64_t *limits, struct buffer *out)
{
	int64_t n = 0;
	int bare = (int)strlen(labels) - 1;

	for (int i = 0; i <= HISTOGRAM_BUCKETS; i++) {
		n += h->counts[i];
		buffer_addf(out, "xinqiao_%s_bucket{%sle=\"", name, labels);
		if (i < HISTOGRAM_BUCKETS)
			buffer_addf(out, "%g", (double)limits[i] / 1000);
		else
			buffer_addf(out, "+Inf");
		buffer_addf(out, "\"} %lld\n", (long long)n);
	}
	for (int k = 0; k < 2; k++) {
		buffer_addf(out, "xinqiao_%s_%s", name, k ? "count" : "sum");
		if (bare > 0)
			buffer_addf(out, "{%.*s}", bare, labels);
		if (k)
			buffer_addf(out, " %lld\n", (long long)n);
		else
			buffer_addf(out, " %g\n", (double)h->sum / 1000);
	}
}

static void head(const char *name, const char *help, struct buffer *out)
{
	buffer_addf(out, "# HELP xinqiao_%s %s\n# TYPE xinqiao_%s histogram\n", name, help, name);
}

void histograms_format(const struct histograms *h, struct buffer *out)
{
	static const char up[] = "direction=\"up\",", down[] = "direction=\"down\",";

	head("leg_loss_ratio", "Packets of legs that never came, windows of five seconds.", out);
	format(&h->lost_up, "leg_loss_ratio", up, lost_permille, out);
	format(&h->lost_down, "leg_loss_ratio", down, lost_permille, out);
	head("leg_jitter_seconds", "Jitter of legs, windows of five seconds.", out);
	format(&h->jitter_up, "leg_jitter_seconds", up, milliseconds, out);
	format(&h->jitter_down, "leg_jitter_seconds", down, milliseconds, out);
	head("leg_round_trip_seconds", "Round trip of legs, windows of five seconds.", out);
	format(&h->round_trip, "leg_round_trip_seconds", "", milliseconds, out);
}
