/*
 * Every event name of the log with what it says, sorted. tests/check/words.py holds that each
 * is used and that none is used that is not here.
 */
#ifndef BROKER_COMMON_LOG_WORDS_H
#define BROKER_COMMON_LOG_WORDS_H

#define LOG_WORDS(X)                                                                                   \
	X("archive.filed", "a package was copied, read back and put in its place")                     \
	X("archive.refused", "a package was not taken in")                                             \
	X("journal.not_cut_back", "after a failed write the journal could not be cut back either")     \
	X("link.lost_write", "a reply found no connection any more")                                   \
	X("media.gone", "a media server's connection has ended")                                       \
	X("media.not_told", "a media server could not be told something")                              \
	X("media.refused", "a media server refused what was asked")                                    \
	X("media.registered", "a media server has connected and is known")                             \
	X("media.silent", "a media server did not answer in time")                                     \
	X("personal.unreadable", "a sealed personal field could not be opened; is it the right data key?") \
	X("recorder.disk_full", "the disk is nearly full, or has room again")                          \
	X("recorder.dropped", "the disk was too slow: packets were dropped")                           \
	X("recorder.events_left", "nobody took the last events of the recorder")                       \
	X("recorder.part_closed", "a part of a recording is whole on the disk")                        \
	X("recorder.part_failed", "a part ended because the disk failed")                              \
	X("recorder.part_refused", "a part could not be started")                                      \
	X("recorder.part_started", "a part of a recording has begun")                                  \
	X("recorder.part_unreadable", "a leftover journal could not be closed")                        \
	X("store.failed", "the database failed; code is that of SQLite")                               \
	X("store.schema", "the database is of another program or could not be brought up to date")     \
	X("studio.finalised", "a package was made")                                                    \
	X("studio.no_pipeline", "GStreamer lacks an element")                                          \
	X("studio.no_poster", "no poster could be made for a leg")                                     \
	X("studio.not_finalised", "a package could not be made")                                       \
	X("studio.pipeline_failed", "an element of GStreamer failed")                                  \
	X("writer.checkpoint_failed", "the log could not be written back; it goes on growing")         \
	X("writer.commit_failed", "a batch of jobs was not kept; all of them were told so")

#endif
