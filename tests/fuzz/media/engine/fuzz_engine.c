/* Datagrams into an engine with two connected legs: raw ones from known and unknown addresses, and
 * RTP and RTCP that the first leg has sealed, so that what lies behind the keys is reached. It
 * sends its picture in two sizes and shows a document. */
#include "tests/unit/media/engine/world.h"

#include "broker/common/base/log.h"

#define INPUTS_A_WORLD 500 /* then all begins anew */

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

enum step {
	STEP_RAW,
	STEP_STRANGER,
	STEP_RTP,
	STEP_RTCP,
	STEP_TIME,
	STEP_CHECK,
	STEP_SMALL,
	STEP_DOCUMENT,
	STEPS
};

static void begin(void)
{
	static const struct stage_cover all = { true, true, true };
	static const struct sim_options with_all = {
		.video = SDP_VP8, .rtx = true, .wide = true, .layers = true, .document = true
	};
	static int inputs;

	if (inputs++ % INPUTS_A_WORLD)
		return;
	log_set_level(LOG_BROKEN_LEVEL);
	if (inputs > 1)
		world_clear(&world);
	world_init(&world);
	if (world_stage(&world, ORDER_STAGE_OPEN, all))
		abort();
	for (int i = 0; i < 2; i++) {
		if (world_join(&world, i, &with_all, 1))
			abort();
		world_connect(&world, i);
	}
	sim_send_small(&world.clients[0]);
	sim_send_document(&world.clients[0]);
	world_talk(&world, 2, 1);
}

/* The numbers of the first leg go on, and the rest is the input's. */
static void add_rtp(struct sim_client *c, enum sim_kind picture, struct bytes b)
{
	uint8_t room[1500];
	size_t n = b.n;
	struct sim_source *s;
	bool again;

	if (b.n < RTP_HEADER_BYTES || b.n > 1400)
		return;
	memcpy(room, b.at, b.n);
	s = &c->sources[(room[1] & 0x7f) == SIM_AUDIO_PT ? SIM_AUDIO : picture];
	again = (room[1] & 0x7f) == SIM_RTX_PT;
	if (again)
		s->rtx_seq++;
	else
		s->seq = (uint16_t)(s->seq + 1 + room[2] % 8);
	write_u16(room + 2, again ? s->rtx_seq : s->seq);
	write_u32(room + 8, again ? s->rtx : s->ssrc);
	if (!srtp_seal_rtp(c->srtp, room, &n, sizeof room))
		world_put(&world, c->options.addr, true, (struct bytes){ room, n });
}

static void add_rtcp(struct sim_client *c, struct bytes b)
{
	uint8_t room[1500];
	size_t n = b.n;

	if (n < 8 || n > 1400)
		return;
	memcpy(room, b.at, n);
	write_u32(room + 4, c->sources[SIM_VIDEO].ssrc);
	/* So that feedback may name a feed. */
	if (n >= 12 && room[8] == 'f')
		write_u32(room + 8, c->slots[0][room[9] % 2].ssrc);
	if (!srtp_seal_rtcp(c->srtp, room, &n, sizeof room))
		world_put(&world, c->options.addr, true, (struct bytes){ room, n });
}

static void take_step(enum step step, struct bytes b)
{
	struct sim_client *c = &world.clients[0];

	switch (step) {
	case STEP_RAW:
		world_put(&world, c->options.addr, true, b);
		break;
	case STEP_STRANGER:
		world_put(&world, world_addr(7), true, b);
		break;
	case STEP_RTP:
		add_rtp(c, SIM_VIDEO, b);
		break;
	case STEP_SMALL:
		add_rtp(c, SIM_SMALL, b);
		break;
	case STEP_DOCUMENT:
		add_rtp(c, SIM_DOCUMENT, b);
		break;
	case STEP_RTCP:
		add_rtcp(c, b);
		break;
	case STEP_TIME:
		world_pass(&world, b.n * 1000);
		break;
	case STEP_CHECK:
		sim_check(c, b.n % 2);
		break;
	case STEPS:
		break;
	}
	world_carry(&world);
}

/* Records: step, length of two bytes, bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	uint32_t heard;

	begin();
	while (n >= 3) {
		size_t size = read_u16(at + 1);

		if (size > n - 3)
			size = n - 3;
		if (size <= OUT_PACKET_MAX)
			take_step((enum step)(at[0] % STEPS), (struct bytes){ at + 3, size });
		at += 3 + size;
		n -= 3 + size;
	}
	/* The other leg is still heard, whatever the first one sends. */
	sim_check(&world.clients[0], true);
	heard = world.clients[0].slots[0][SIM_AUDIO].packets;
	sim_send_audio(&world.clients[1]);
	world_carry(&world);
	if (dtls_state(world.clients[0].dtls) == DTLS_OPEN &&
	    world.clients[0].slots[0][SIM_AUDIO].packets != heard + 1)
		abort();
	return 0;
}
