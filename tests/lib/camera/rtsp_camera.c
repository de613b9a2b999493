/* A camera on the network for tests: a moving picture and a tone at rtsp://127.0.0.1:PORT/camera,
 * until it is killed. PORT is the argument. Nobody's protocol but the library's. */
#include <gst/rtsp-server/rtsp-server.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	gst_init(NULL, NULL);
	GMainLoop *loop = g_main_loop_new(NULL, FALSE);
	GstRTSPServer *server = gst_rtsp_server_new();
	GstRTSPMediaFactory *camera = gst_rtsp_media_factory_new();
	g_autoptr(GstRTSPMountPoints) mounts = gst_rtsp_server_get_mount_points(server);

	gst_rtsp_media_factory_set_launch(
		camera,
		"( videotestsrc is-live=true pattern=smpte ! video/x-raw,width=320,height=240,"
		"framerate=15/1 ! openh264enc gop-size=15 ! h264parse ! rtph264pay name=pay0"
		" config-interval=-1 pt=96 audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay1 )");
	gst_rtsp_media_factory_set_shared(camera, TRUE);
	gst_rtsp_mount_points_add_factory(mounts, "/camera", camera);
	gst_rtsp_server_set_address(server, "127.0.0.1");
	gst_rtsp_server_set_service(server, argv[1]);
	if (!gst_rtsp_server_attach(server, NULL)) {
		fprintf(stderr, "port %s cannot be had\n", argv[1]);
		return 1;
	}
	g_main_loop_run(loop);
	return 0;
}
