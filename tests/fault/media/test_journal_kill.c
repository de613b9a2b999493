/* The recording process is killed at random moments, or its disk fills: what is left is whole, at
 * most a second is gone, and the film plays. */
#include "media/engine/tap.h"
#include "media/record/journal_read.h"
#include "media/record/recorder.h"
#include "media/studio/finalise.h"
#include "tests/lib/media/maker.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS    20
#define SECOND_US 1000000
#define LOSS_US   (1 * SECOND_US)

/* What the child has handed to the tap, seen by the parent after its death. */
struct shared {
	_Atomic int64_t last_us; /* arrival of the last packet */
	_Atomic int events;
	_Atomic int failed;
};

static struct shared *shared;
static struct signer *signer;
static struct clip film;
static struct clip sound;

static void prepare(void)
{
	if (signer)
		return;
	signer = maker_signer(test_folder());
	film = clip_h264(8, 15, 320, 240);
	sound = clip_opus(8, "sine");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
}

static void take_events(struct mailbox *events)
{
	void *item;

	while (mailbox_take(events, &item, 1) > 0) {
		struct recorder_event *e = item;
		if (e->kind == RECORDER_FAILED)
			shared->failed = 1;
		shared->events++;
		free(e);
	}
}

static void hand_over(struct tap *tap, const struct clip_packet *c, struct tap_source source,
		      int64_t start_us)
{
	struct tap_packet p = { .source = source,
				.arrival_us = clock_monotonic_us(),
				.bytes = { c->bytes, c->n } };
	static uint8_t copy[1500];

	memcpy(copy, c->bytes, c->n);
	write_u32(copy + 4, (uint32_t)((c->at_us + start_us) * source.clock_rate / SECOND_US));
	write_u32(copy + 8, source.ssrc);
	p.bytes.at = copy;
	tap->take(tap->owner, &p);
	shared->last_us = p.arrival_us;
}

/* The child: records in real time until it is killed. */
static void record_for_ever(const char *folder, uint64_t limit)
{
	struct mailbox *events = mailbox_new(64);
	struct recorder_options o = { { folder, maker_key(), signer, NULL }, 0, events };
	struct journal_part part = { maker_id(1), maker_id(51), clock_now(), true, true };
	struct tap_source a = { .visit = part.visit,
				.leg = maker_id(2),
				.epoch = 1,
				.track = TAP_AUDIO,
				.codec = TAP_OPUS,
				.clock_rate = 48000,
				.payload_type = 111,
				.ssrc = 1 };
	struct tap_source v = a;
	struct recorder *r;
	struct rlimit file = { limit, limit };

	v.track = TAP_VIDEO;
	v.codec = TAP_H264;
	v.clock_rate = 90000;
	v.ssrc = 2;
	signal(SIGXFSZ, SIG_IGN);
	if (limit)
		setrlimit(RLIMIT_FSIZE, &file);
	if (recorder_new(&o, &r) || recorder_begin(r, &part))
		_exit(3);
	while (shared->events == 0) {
		take_events(events);
		usleep(1000);
	}
	int64_t start = clock_monotonic_us();
	for (size_t i = 0, k = 0; k < film.n || i < sound.n;) {
		int64_t now = clock_monotonic_us() - start;
		for (; i < sound.n && sound.packets[i].at_us <= now; i++)
			hand_over(recorder_tap(r), &sound.packets[i], a, 0);
		for (; k < film.n && film.packets[k].at_us <= now; k++)
			hand_over(recorder_tap(r), &film.packets[k], v, 0);
		take_events(events);
		usleep(2000);
	}
	recorder_free(r);
	take_events(events);
	_exit(0);
}

/* At the next start: the leftover part is closed and told. */
static struct recorder_event recover(const char *folder)
{
	struct mailbox *events = mailbox_new(64);
	struct recorder_options o = { { folder, maker_key(), signer, NULL }, 0, events };
	struct recorder_event e;
	struct recorder *r;
	void *item;

	CHECK_EQ(ERR_OK, recorder_new(&o, &r));
	CHECK_EQ(1, mailbox_wait(events, &item, 1, 10000));
	e = *(struct recorder_event *)item;
	free(item);
	CHECK_EQ(RECORDER_CLOSED, e.kind);
	recorder_free(r);
	mailbox_free(events);
	return e;
}

static int64_t last_packet_us(const char *path)
{
	struct secret_key master = maker_key();
	OWN(journal_reader) r = NULL;
	struct entry e;
	int64_t last = 0;
	enum err err;

	CHECK_EQ(ERR_OK, journal_reader_open(path, &master, &r));
	while (!(err = journal_reader_next(r, &e)))
		last = e.kind == ENTRY_RTP ? e.at_us : last;
	CHECK_EQ(ERR_NOT_FOUND, err);
	return last;
}

static void check_plays(const char *journal, const char *packages)
{
	struct finalise_job job = { journal, packages, maker_key(), signer, MAKER_ZERO };
	struct finalise_result r;
	char line[1200];

	CHECK_EQ(ERR_OK, finalise_part(&job, &r));
	CHECK_EQ(1, r.files);
	snprintf(line, sizeof(line),
		 "ffprobe -v error -count_packets -show_entries stream=nb_read_packets -of "
		 "csv=p=0 %s/leg-*.mp4 2>&1 | grep -vc '^[1-9][0-9]*$'",
		 r.folder);
	char *out = maker_run(line);
	CHECK_TEXT("0\n", out);
	free(out);
}

static void check_chain(const char *path)
{
	struct chain_listener nobody = { 0 };
	struct chain_report report;
	int fd = open(path, O_RDONLY);

	CHECK_EQ(ERR_OK, chain_check(fd, signer_cert(signer), nobody, &report));
	close(fd);
	CHECK_EQ(0, report.findings);
}

static pid_t start_child(const char *folder, uint64_t limit)
{
	memset(shared, 0, sizeof(*shared));
	mkdir(folder, 0700);
	pid_t child = fork();
	if (child == 0)
		record_for_ever(folder, limit);
	return child;
}

static int64_t kill_round(int round)
{
	char folder[300], packages[300];
	int status;

	snprintf(folder, sizeof(folder), "%s/kill-%d", test_folder(), round);
	snprintf(packages, sizeof(packages), "%s/package-%d", test_folder(), round);
	pid_t child = start_child(folder, 0);
	unsigned chance;
	random_fill(&chance, sizeof(chance));
	usleep(1200000 + chance % 1500000);
	CHECK_EQ(0, kill(child, SIGKILL));
	CHECK_EQ(child, waitpid(child, &status, 0));
	CHECK(WIFSIGNALED(status));
	struct recorder_event e = recover(folder);
	CHECK(e.recovered);
	check_chain(e.path);
	int64_t lost = shared->last_us - last_packet_us(e.path);
	check_plays(e.path, packages);
	return lost;
}

static void a_killed_recorder_loses_at_most_a_second(void)
{
	int64_t worst = 0;

	prepare();
	for (int i = 0; i < ROUNDS; i++) {
		int64_t lost = kill_round(i);
		worst = lost > worst ? lost : worst;
		CHECK(lost <= LOSS_US);
	}
	printf("  %d rounds, at most %lld ms lost\n", ROUNDS, (long long)(worst / 1000));
}

/* The file may not grow past a limit, as on a full disk: the part ends, whole, and is told. */
static void a_full_disk_ends_the_part_and_it_still_plays(void)
{
	char folder[300], packages[300];
	int status;

	prepare();
	snprintf(folder, sizeof(folder), "%s/full", test_folder());
	snprintf(packages, sizeof(packages), "%s/package-full", test_folder());
	pid_t child = start_child(folder, 30000);
	for (int i = 0; i < 1000 && !shared->failed; i++)
		usleep(10000);
	CHECK(shared->failed);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	struct recorder_event e = recover(folder);
	check_chain(e.path);
	check_plays(e.path, packages);
}

/* The finaliser itself is killed at any moment: the next run makes the package all the same. */
static void a_killed_finaliser_is_started_again(void)
{
	char packages[300];
	struct part_maker m;
	int status;

	prepare();
	snprintf(packages, sizeof(packages), "%s/package-again", test_folder());
	part_begin(&m, test_folder(), signer, 9);
	part_leg(&m, 1, 1);
	struct stream s[2] = {
		{ .clip = &sound, .source = source_of(&m, 1, TAP_OPUS), .report_us = 1000000 },
		{ .clip = &film, .source = source_of(&m, 1, TAP_H264), .report_us = 1000000 },
	};
	part_play(&m, s, 2);
	part_end(&m);
	for (int i = 0; i < ROUNDS; i++) {
		pid_t child = fork();
		if (child == 0) {
			struct finalise_job job = { m.path, packages, maker_key(), signer,
						    MAKER_ZERO };
			struct finalise_result r;
			_exit(finalise_part(&job, &r));
		}
		usleep((useconds_t)i * 7000);
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
	}
	check_plays(m.path, packages);
}

static const struct test tests[] = {
	T(a_killed_recorder_loses_at_most_a_second),
	T(a_full_disk_ends_the_part_and_it_still_plays),
	T(a_killed_finaliser_is_started_again),
};
RUN_TESTS(tests)
