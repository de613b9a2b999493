/* Counts of the program for Prometheus. */
#include "broker/link/metrics.h"

#include "broker/link/inside.h"

struct metric {
	const char *name;
	const char *kind;
	const char *help;
	int64_t value;
};

static void format(const struct metric *m, int n, struct buffer *out)
{
	for (int i = 0; i < n; i++)
		buffer_addf(out, "# HELP xinqiao_%s %s\n# TYPE xinqiao_%s %s\nxinqiao_%s %lld\n",
			    m[i].name, m[i].help, m[i].name, m[i].kind, m[i].name,
			    (long long)m[i].value);
}

void metrics_answer(struct web *w)
{
	struct link *l = w->link;
	struct writer_count written = writer_count(l->desk.parts.writer);
	const struct metric metrics[] = {
		{ "connections", "gauge", "WebSocket connections.", l->people.peers.used },
		{ "media_servers", "gauge", "Registered media servers.", l->desk.programs.n },
		{ "live_visits", "gauge", "Visits with a stage or somebody waiting for it.",
		  l->desk.presence.n },
		{ "stale_recordings", "gauge", "Recordings whose last durable byte is too old.",
		  l->desk.presence.stale },
		{ "requests_total", "counter", "Messages answered.", l->desk.counts.requests },
		{ "refusals_total", "counter", "Messages answered with an error.",
		  l->desk.counts.refused },
		{ "requests_under_way", "gauge", "Messages not answered yet.", l->desk.errands.n },
		{ "events_sent_total", "counter", "Events sent to connections.",
		  l->desk.counts.events },
		{ "connections_dropped_total", "counter",
		  "Connections dropped because they read too slowly or asked too much.",
		  l->counts.dropped },
		{ "http_answers_total", "counter", "HTTP requests.", l->counts.pages },
		{ "sign_ins_total", "counter", "Sessions opened.", l->counts.sign_ins },
		{ "event_cursor", "gauge", "Cursor of the last event sent.", l->desk.events.sent },
		{ "commits_total", "counter", "Commits of the database.", written.commits },
		{ "failed_commits_total", "counter", "Commits that failed.",
		  written.failed_commits },
		{ "writes_total", "counter", "Jobs of the writer.", written.jobs },
		{ "store_free_bytes", "gauge", "Free bytes where the database lies; -1: unknown.",
		  l->disks.free_bytes[DISK_STORE] },
		{ "archive_free_bytes", "gauge", "Free bytes where the archive lies; -1: unknown.",
		  l->disks.free_bytes[DISK_ARCHIVE] },
		{ "log_pages", "gauge", "Pages of the write-ahead log.", written.log_pages },
	};
	OWN(arena) arena = arena_new();
	struct buffer out;

	buffer_init(&out, arena);
	format(metrics, sizeof(metrics) / sizeof(metrics[0]), &out);
	histograms_format(&l->desk.histograms, &out);
	buffer_addf(&out,
		    "# HELP xinqiao_cpu_seconds_total CPU time of the process.\n"
		    "# TYPE xinqiao_cpu_seconds_total counter\nxinqiao_cpu_seconds_total %.3f\n",
		    (double)clock_cpu_us() / 1e6);
	web_answer(w, 200, "text/plain; version=0.0.4", buffer_text(&out));
}
