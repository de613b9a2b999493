/* A plugin for tests with one element, v4l2src, as there is no such device here: raw pictures that
 * carry the moment of capture on the pipeline's clock, a frame late, not quite steadily, some of
 * them missing. It stands in for the plugin of that name; `device` is taken and not looked at. */
#include <gst/gst.h>

#define FRAME_NS (33 * GST_MSECOND)
#define LATE_NS  (4 * GST_MSECOND)
#define MISSED   17 /* of so many pictures one is not there */

struct camera {
	GstBin bin;
	guint count;
};

/* As the driver does: the time when the sensor was read. */
static GstPadProbeReturn on_picture(GstPad *pad, GstPadProbeInfo *info, gpointer owner)
{
	struct camera *c = owner;
	g_autoptr(GstClock) clock = gst_element_get_clock(GST_ELEMENT(c));
	GstBuffer *b = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));

	(void)pad;
	GST_PAD_PROBE_INFO_DATA(info) = b;
	if (!clock || ++c->count % MISSED == 0)
		return GST_PAD_PROBE_DROP;
	GstClockTime now = gst_clock_get_time(clock) - gst_element_get_base_time(GST_ELEMENT(c));
	GstClockTime age = FRAME_NS + c->count % 3 * LATE_NS;
	GST_BUFFER_PTS(b) = now > age ? now - age : 0;
	GST_BUFFER_DTS(b) = GST_CLOCK_TIME_NONE;
	return GST_PAD_PROBE_OK;
}

static void camera_init(GTypeInstance *at, gpointer class)
{
	GstElement *sensor = gst_parse_bin_from_description(
		"videotestsrc is-live=true pattern=smpte ! "
		"video/x-raw,format=YUY2,width=640,height=480,framerate=30/1",
		TRUE, NULL);

	(void)class;
	gst_bin_add(GST_BIN(at), sensor);
	g_autoptr(GstPad) out = gst_element_get_static_pad(sensor, "src");
	gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_BUFFER, on_picture, at, NULL);
	gst_element_add_pad(GST_ELEMENT(at), gst_ghost_pad_new("src", out));
}

static void set(GObject *o, guint id, const GValue *value, GParamSpec *spec)
{
	(void)o, (void)id, (void)value, (void)spec;
}

static void class_init(gpointer class, gpointer data)
{
	(void)data;
	G_OBJECT_CLASS(class)->set_property = set;
	g_object_class_install_property(class, 1,
					g_param_spec_string("device", "device",
							    "taken and not looked at", NULL,
							    G_PARAM_WRITABLE));
	gst_element_class_set_static_metadata(class, "A camera", "Source/Video",
					      "Like a device, for tests", "Xinqiao");
}

static gboolean start(GstPlugin *plugin)
{
	const GTypeInfo info = { .class_size = sizeof(GstBinClass),
				 .class_init = class_init,
				 .instance_size = sizeof(struct camera),
				 .instance_init = camera_init };
	GType type = g_type_register_static(GST_TYPE_BIN, "XinqiaoTestCamera", &info, 0);

	return gst_element_register(plugin, "v4l2src", GST_RANK_NONE, type);
}

#define PACKAGE "xinqiao"
GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, video4linux2, "A camera for tests", start,
		  "1", "Proprietary", "xinqiao", "https://localhost")
