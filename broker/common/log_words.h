/*
 * Every event name of the log with what it says, sorted. tests/check/words.py holds that each
 * is used and that none is used that is not here.
 */
#ifndef BROKER_COMMON_LOG_WORDS_H
#define BROKER_COMMON_LOG_WORDS_H

#define LOG_WORDS(X)                                                                               \
	X("archive.filed", "a package was copied, read back and put in its place")                 \
	X("archive.refused", "a package was not taken in")                                         \
	X("journal.not_cut_back", "after a failed write the journal could not be cut back either") \
	X("link.dropped", "a connection was closed by us; why")                                    \
	X("link.library", "the socket library says that something is wrong")                       \
	X("link.lost_write", "a write that nobody waits for was refused")                          \
	X("link.no_port", "a port could not be opened, or a certificate could not be read")        \
	X("link.refused", "a connection or request was not let in; why")                           \
	X("link.stopping", "a signal asked the program to end")                                    \
	X("link.too_large", "a message was larger than allowed; the connection was closed")        \
	X("media.gone", "a media server's connection has ended")                                   \
	X("media.not_told", "a media server could not be told something")                          \
	X("media.refused", "a media server refused what was asked")                                \
	X("media.registered", "a media server has connected and is known")                         \
	X("media.silent", "a media server did not answer in time")                                 \
	X("net.no_port", "the media port could not be bound")                                      \
	X("opening.bad_line", "a file read at the start has a wrong line")                         \
	X("opening.imported", "demo data was imported")                                            \
	X("opening.no_file", "a file needed at the start cannot be read")                          \
	X("opening.no_store", "the database could not be opened or filled")                        \
	X("personal.unreadable", "a sealed personal field could not be opened; is it the right data key?") \
	X("program.failed", "a program could not start")                                           \
	X("program.few_files", "the limit of open files is lower than wanted")                     \
	X("program.started", "a program is ready to serve")                                        \
	X("program.stopped", "a program has taken itself apart")                                   \
	X("recorder.disk_full", "the disk is nearly full, or has room again")                      \
	X("recorder.dropped", "the disk was too slow: packets were dropped")                       \
	X("recorder.events_left", "nobody took the last events of the recorder")                   \
	X("recorder.part_closed", "a part of a recording is whole on the disk")                    \
	X("recorder.part_failed", "a part ended because the disk failed")                          \
	X("recorder.part_refused", "a part could not be started")                                  \
	X("recorder.part_started", "a part of a recording has begun")                              \
	X("recorder.part_unreadable", "a leftover journal could not be closed")                    \
	X("recording.fresh", "the last durable byte of a recording is young again")                \
	X("recording.stale", "the last durable byte of a recording is too old: it may be lost")    \
	X("store.failed", "the database failed; code is that of SQLite")                           \
	X("store.schema", "the database is of another program or could not be brought up to date") \
	X("studio.finalised", "a package was made")                                                \
	X("studio.no_pipeline", "GStreamer lacks an element")                                      \
	X("studio.no_poster", "no poster could be made for a leg")                                 \
	X("studio.not_finalised", "a package could not be made")                                   \
	X("studio.pipeline_failed", "an element of GStreamer failed")                              \
	X("visit.placed", "a visit was given to a media server")                                   \
	X("web.empty", "there are no files of the web client")                                     \
	X("web.skipped", "a file of the web client was not read")                                  \
	X("wire.read_stopped", "a question to the store took longer than it may and was stopped")  \
	X("writer.checkpoint_failed", "the log could not be written back; it goes on growing")     \
	X("writer.commit_failed", "a batch of jobs was not kept; all of them were told so")

#endif
