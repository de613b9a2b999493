/* Two senders that end in nothing. */
#include "client/kiosk/alone.h"

#include "broker/common/base/ids.h"

#include <stdlib.h>

struct alone {
	GstElement *pipeline;
	guint watch;
	struct sender *senders[2];
};

static gboolean on_message(GstBus *bus, GstMessage *m, gpointer owner)
{
	struct alone *a = owner;

	(void)bus;
	for (int i = 0; i < 2; i++)
		if (a->senders[i] && sender_take_message(a->senders[i], m))
			break;
	return G_SOURCE_CONTINUE;
}

static enum err add(struct alone *a, const struct kiosk_settings *s, int i, enum codec codec,
		    struct spool *spool)
{
	GstElement *end = gst_element_factory_make("fakesink", NULL);
	struct sender_line line = { a->pipeline, end, codec, 0, spool };

	random_fill(&line.ssrc, sizeof(line.ssrc));
	line.ssrc |= 1;
	g_object_set(end, "sync", FALSE, "async", FALSE, NULL);
	gst_bin_add(GST_BIN(a->pipeline), end);
	return sender_new(s, &line, &a->senders[i]);
}

enum err alone_new(const struct kiosk_settings *s, enum codec picture, struct spool *spool,
		   struct alone **out)
{
	OWN(alone) a = calloc(1, sizeof(*a));

	if (!a)
		abort();
	a->pipeline = gst_pipeline_new("alone");
	g_autoptr(GstBus) bus = gst_element_get_bus(a->pipeline);
	a->watch = gst_bus_add_watch(bus, on_message, a);
	TRY(add(a, s, 0, CODEC_OPUS, spool));
	TRY(add(a, s, 1, picture, spool));
	if (gst_element_set_state(a->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
		return ERR_PIPELINE;
	*out = alone_give(&a);
	return ERR_OK;
}

void alone_free(struct alone *a)
{
	if (!a)
		return;
	g_source_remove(a->watch);
	sender_free(a->senders[0]);
	sender_free(a->senders[1]);
	gst_element_set_state(a->pipeline, GST_STATE_NULL);
	gst_object_unref(a->pipeline);
	free(a);
}
