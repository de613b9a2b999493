/* webrtcbin: two lines that send, K pairs and a document that receive; camera and microphone once
 * it is known which codec the visit has. */
#include "client/kiosk/call.h"

#include "broker/common/base/ids.h"
#include "broker/common/base/log.h"
#include "client/kiosk/sender.h"
#include "client/kiosk/show.h"

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>
#include <stdlib.h>
#include <string.h>

#define LATENCY_MS    150
#define LOOK_MS       500 /* whether a document comes */
#define DOCUMENT_LINE (2 + 2 * CALL_SLOTS)

struct call {
	const struct kiosk_settings *settings;
	struct call_listener listener;
	GstElement *pipeline;
	GstElement *rtc;
	guint watch;
	guint look;
	bool has_document;
	guint32 ssrcs[2]; /* sound, picture */
	struct sender *senders[2];
	struct spool *spool;
	struct show_counts shown;
	atomic_llong packets;
	bool answered;
};

static const char *const inlets[2] = { "sound_in", "picture_in" };

/* From any thread to the main loop. */
static void say(struct call *c, GstStructure *what)
{
	gst_element_post_message(c->pipeline,
				 gst_message_new_application(GST_OBJECT(c->pipeline), what));
}

/* What a line is for (RFC 4796 s5); webrtcbin has no word for it. Heap: g_free. */
static char *mark_document(const GstSDPMessage *offer)
{
	GstSDPMessage *marked = NULL;
	char *text;

	gst_sdp_message_copy(offer, &marked);
	if (gst_sdp_message_medias_len(marked) > DOCUMENT_LINE) {
		const GstSDPMedia *line = gst_sdp_message_get_media(marked, DOCUMENT_LINE);

		gst_sdp_media_add_attribute((GstSDPMedia *)line, "content", "slides");
	}
	text = gst_sdp_message_as_text(marked);
	gst_sdp_message_free(marked);
	return text;
}

static void on_offer(GstPromise *promise, gpointer owner)
{
	struct call *c = owner;
	const GstStructure *reply = gst_promise_get_reply(promise);
	g_autoptr(GstWebRTCSessionDescription) offer = NULL;

	if (gst_promise_wait(promise) == GST_PROMISE_RESULT_REPLIED && reply)
		gst_structure_get(reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer,
				  NULL);
	gst_promise_unref(promise);
	if (!offer) {
		say(c, gst_structure_new_empty("lost"));
		return;
	}
	g_autofree char *sdp = mark_document(offer->sdp);
	g_signal_emit_by_name(c->rtc, "set-local-description", offer, NULL);
	say(c, gst_structure_new("offer", "sdp", G_TYPE_STRING, sdp, NULL));
}

static void on_pad(GstElement *rtc, GstPad *pad, gpointer owner)
{
	struct call *c = owner;
	g_autoptr(GstWebRTCRTPTransceiver) line = NULL;
	guint index = 0;

	(void)rtc;
	if (GST_PAD_DIRECTION(pad) != GST_PAD_SRC)
		return;
	g_object_get(pad, "transceiver", &line, NULL);
	if (line)
		g_object_get(line, "mlineindex", &index, NULL);
	show_take_pad(c->pipeline, pad, index == DOCUMENT_LINE, &c->shown);
}

static void on_state(GstElement *rtc, GParamSpec *spec, gpointer owner)
{
	GstWebRTCPeerConnectionState state;

	(void)spec;
	g_object_get(rtc, "connection-state", &state, NULL);
	log_trace("kiosk.connection", "state=%d", (int)state);
	if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED)
		say(owner, gst_structure_new_empty("lost"));
}

static GstPadProbeReturn on_packet(GstPad *pad, GstPadProbeInfo *info, gpointer owner)
{
	struct call *c = owner;

	(void)pad;
	(void)info;
	atomic_fetch_add(&c->packets, 1);
	return GST_PAD_PROBE_OK;
}

/* The element through which everything comes from the network. */
static void on_element(GstBin *bin, GstBin *parent, GstElement *e, gpointer owner)
{
	GstElementFactory *factory = gst_element_get_factory(e);

	(void)bin;
	(void)parent;
	/* A sender report says which RTP time was captured when. By default the session adds the
	 * latency of the way to the network, and as long as nobody told it that latency it has no
	 * time of any packet: its reports then run ahead by all the time of the call. */
	if (factory && strcmp(GST_OBJECT_NAME(factory), "rtpbin") == 0)
		g_object_set(e, "rtcp-sync-send-time", FALSE, NULL);
	if (!factory || strcmp(GST_OBJECT_NAME(factory), "nicesrc") != 0)
		return;
	g_autoptr(GstPad) pad = gst_element_get_static_pad(e, "src");
	gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST,
			  on_packet, owner, NULL);
}

static void on_application(struct call *c, const GstStructure *what)
{
	if (gst_structure_has_name(what, "offer"))
		c->listener.on_offer(c->listener.owner,
				     text_of(gst_structure_get_string(what, "sdp")));
	else if (gst_structure_has_name(what, "arrange"))
		show_arrange(c->pipeline, c->settings, c->has_document);
	else if (gst_structure_has_name(what, "lost"))
		c->listener.on_lost(c->listener.owner);
}

static gboolean on_message(GstBus *bus, GstMessage *m, gpointer owner)
{
	struct call *c = owner;
	g_autoptr(GError) fault = NULL;

	(void)bus;
	for (int i = 0; i < 2; i++)
		if (c->senders[i] && sender_take_message(c->senders[i], m))
			return G_SOURCE_CONTINUE;
	if (GST_MESSAGE_TYPE(m) == GST_MESSAGE_APPLICATION) {
		on_application(c, gst_message_get_structure(m));
	} else if (GST_MESSAGE_TYPE(m) == GST_MESSAGE_ERROR &&
		   gst_object_has_as_ancestor(GST_MESSAGE_SRC(m), GST_OBJECT(c->pipeline))) {
		/* A device that was taken out may still complain: nobody listens. */
		gst_message_parse_error(m, &fault, NULL);
		log_odd("kiosk.pipeline", "element=%s said=\"%s\"",
			GST_OBJECT_NAME(GST_MESSAGE_SRC(m)), fault->message);
		c->listener.on_lost(c->listener.owner);
	}
	return G_SOURCE_CONTINUE;
}

static gboolean on_look(gpointer owner)
{
	struct call *c = owner;
	bool has_document = show_has_document(&c->shown);

	if (has_document != c->has_document) {
		c->has_document = has_document;
		log_info("kiosk.document", "shown=%d", has_document);
		show_arrange(c->pipeline, c->settings, has_document);
	}
	return G_SOURCE_CONTINUE;
}

/* A line that sends: a queue stands before it, empty until the answer names the codec. */
static enum err add_sender(struct call *c, int i)
{
	g_autoptr(GstCaps) caps = i == 0 ? codecs_sound(c->ssrcs[0]) : codecs_picture(c->ssrcs[1]);
	GstElement *queue = gst_element_factory_make("queue", inlets[i]);
	GstPadTemplate *sink = gst_element_get_pad_template(c->rtc, "sink_%u");
	g_autoptr(GstWebRTCRTPTransceiver) line = NULL;

	gst_bin_add(GST_BIN(c->pipeline), queue);
	g_autoptr(GstPad) in =
		gst_element_request_pad(c->rtc, sink, i == 0 ? "sink_0" : "sink_1", caps);
	g_autoptr(GstPad) out = gst_element_get_static_pad(queue, "src");
	if (!in || gst_pad_link(out, in) != GST_PAD_LINK_OK)
		return ERR_PIPELINE;
	g_object_get(in, "transceiver", &line, NULL);
	g_object_set(line, "direction", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY,
		     "codec-preferences", caps, "do-nack", i == 1, NULL);
	return ERR_OK;
}

static void add_receiver(struct call *c, bool picture)
{
	g_autoptr(GstCaps) caps = picture ? codecs_picture(0) : codecs_sound(0);
	g_autoptr(GstWebRTCRTPTransceiver) line = NULL;

	g_signal_emit_by_name(c->rtc, "add-transceiver",
			      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps, &line);
	g_object_set(line, "do-nack", picture, NULL);
}

/* libnice would ask the router by UPnP; who only goes out needs no door. */
static void close_doors(struct call *c)
{
	g_autoptr(GObject) ice = NULL;
	g_autoptr(GObject) agent = NULL;

	g_object_get(c->rtc, "ice-agent", &ice, NULL);
	if (ice && g_object_class_find_property(G_OBJECT_GET_CLASS(ice), "agent"))
		g_object_get(ice, "agent", &agent, NULL);
	if (agent)
		g_object_set(agent, "upnp", FALSE, NULL);
}

static void add_turn(struct call *c, const char *server)
{
	gboolean taken = FALSE;

	g_signal_emit_by_name(c->rtc, "add-turn-server", server, &taken);
	if (!taken)
		log_odd("kiosk.no_turn", "err=%s", err_word(ERR_BAD_INPUT));
}

static enum err build(struct call *c, const struct call_way *w)
{
	c->pipeline = gst_pipeline_new("call");
	g_signal_connect(c->pipeline, "deep-element-added", G_CALLBACK(on_element), c);
	c->rtc = gst_element_factory_make("webrtcbin", "rtc");
	if (!c->rtc || !gst_element_factory_find("nicesrc")) {
		log_broken("kiosk.no_webrtc", "missing=%s", c->rtc ? "nice" : "webrtcbin");
		return ERR_PIPELINE;
	}
	gst_util_set_object_arg(G_OBJECT(c->rtc), "bundle-policy", "max-bundle");
	g_object_set(c->rtc, "latency", LATENCY_MS, NULL);
	close_doors(c);
	gst_bin_add(GST_BIN(c->pipeline), c->rtc);
	g_signal_connect(c->rtc, "pad-added", G_CALLBACK(on_pad), c);
	g_signal_connect(c->rtc, "notify::connection-state", G_CALLBACK(on_state), c);
	for (char *const *at = w->turn; at && *at; at++)
		add_turn(c, *at);
	TRY(show_add(c->pipeline, c->settings, w->file));
	TRY(add_sender(c, 0));
	TRY(add_sender(c, 1));
	for (int i = 0; i < CALL_SLOTS; i++) {
		add_receiver(c, false);
		add_receiver(c, true);
	}
	add_receiver(c, true); /* DOCUMENT_LINE */
	return ERR_OK;
}

static void watch(struct call *c)
{
	g_autoptr(GstBus) bus = gst_element_get_bus(c->pipeline);

	c->watch = gst_bus_add_watch(bus, on_message, c);
	c->look = g_timeout_add(LOOK_MS, on_look, c);
}

enum err call_new(const struct kiosk_settings *s, const struct call_way *w,
		  const struct call_listener *l, struct call **out)
{
	OWN(call) c = calloc(1, sizeof(*c));

	if (!c)
		abort();
	c->settings = s;
	c->listener = *l;
	c->spool = w->spool;
	random_fill(c->ssrcs, sizeof(c->ssrcs));
	c->ssrcs[0] |= 1; /* 0 is none */
	c->ssrcs[1] |= 1;
	TRY(build(c, w));
	watch(c);
	if (gst_element_set_state(c->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
		return ERR_PIPELINE;
	g_signal_emit_by_name(c->rtc, "create-offer", NULL,
			      gst_promise_new_with_change_func(on_offer, c, NULL));
	*out = call_give(&c);
	return ERR_OK;
}

void call_free(struct call *c)
{
	if (!c)
		return;
	if (c->watch)
		g_source_remove(c->watch);
	if (c->look)
		g_source_remove(c->look);
	sender_free(c->senders[0]);
	sender_free(c->senders[1]);
	gst_element_set_state(c->pipeline, GST_STATE_NULL);
	gst_object_unref(c->pipeline);
	free(c);
}

static enum err start_sender(struct call *c, int i, struct text answer)
{
	g_autoptr(GstElement) queue = gst_bin_get_by_name(GST_BIN(c->pipeline), inlets[i]);
	struct sender_line line = { c->pipeline, queue, CODEC_OPUS, c->ssrcs[i], c->spool };

	TRY(codecs_answered(answer, (guint)i, &line.codec));
	return sender_new(c->settings, &line, &c->senders[i]);
}

enum err call_take_answer(struct call *c, struct text answer)
{
	GstSDPMessage *sdp = NULL;

	if (c->answered || gst_sdp_message_new(&sdp) != GST_SDP_OK)
		return ERR_WRONG_STATE;
	c->answered = true;
	gst_sdp_message_parse_buffer((const guint8 *)answer.at, (guint)answer.n, sdp);
	g_autoptr(GstWebRTCSessionDescription) description =
		gst_webrtc_session_description_new(GST_WEBRTC_SDP_TYPE_ANSWER, sdp);
	g_signal_emit_by_name(c->rtc, "set-remote-description", description, NULL);
	TRY(start_sender(c, 0, answer));
	enum err err = start_sender(c, 1, answer);
	return err == ERR_NOT_FOUND ? ERR_OK : err; /* no picture in common: sound alone */
}

struct call_counts call_count(const struct call *c)
{
	return (struct call_counts){ atomic_load(&c->packets), atomic_load(&c->shown.pictures),
				     atomic_load(&c->shown.sounds) };
}
