/*
 * What the kiosk receives: each slot decoded, pictures side by side on one screen, sounds mixed;
 * or both into a file. A document that somebody shows takes most of the screen while it comes.
 * Lives in the pipeline of its call; the counts are read by the main loop.
 */
#ifndef CLIENT_KIOSK_SHOW_H
#define CLIENT_KIOSK_SHOW_H

#include "client/kiosk/settings.h"

#include <gst/gst.h>
#include <stdatomic.h>

/* Decoded since the start of the call. */
struct show_counts {
	atomic_llong pictures;
	atomic_llong sounds;      /* buffers of 20 ms */
	atomic_llong document_us; /* when the last picture of a document came, monotonic */
};

/* Adds mixers and sinks to the pipeline. file NULL: screen and loudspeaker of the settings. */
MUST_USE enum err show_add(GstElement *pipeline, const struct kiosk_settings *s, const char *file);

/* Decodes what comes out of this pad, into the mixers; any thread of the pipeline. The counts
 * outlive the pipeline. */
void show_take_pad(GstElement *pipeline, GstPad *pad, bool is_document, struct show_counts *counts);

/* Whether a document comes now. */
bool show_has_document(const struct show_counts *counts);

/* Gives each picture its place on the screen; main loop. */
void show_arrange(GstElement *pipeline, const struct kiosk_settings *s, bool has_document);

#endif
