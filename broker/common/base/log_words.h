/*
 * Every event name of the log with what it says, sorted. tests/check/words.py holds that each
 * is used and that none is used that is not here.
 */
#ifndef BROKER_COMMON_BASE_LOG_WORDS_H
#define BROKER_COMMON_BASE_LOG_WORDS_H

#define LOG_WORDS(X)                                                                               \
	X("archive.filed", "a package was copied, read back and put in its place")                 \
	X("archive.refused", "a package was not taken in")                                         \
	X("archive.set_aside", "another package of a part that is there was kept beside it")       \
	X("audit.half_line", "a signed head was cut short by a full disk; it is written anew")     \
	X("audit.not_kept", "signed heads could not be written outside of the database")           \
	X("control.bad_frame", "the broker sent what is no message; the connection was ended")     \
	X("control.delivered", "the archive has a part and has read it back")                      \
	X("control.leftovers", "packages that the archive has were removed at the start")          \
	X("control.leg_refused", "a leg could not be opened")                                      \
	X("control.line_lost", "the connection to the broker is gone; visits go on")               \
	X("control.net_busy", "an order could not be given to the net thread")                     \
	X("control.not_delivered", "the archive did not take a part; it is tried again")           \
	X("control.not_recording", "a recording could not go on; it is tried again")               \
	X("control.not_registered", "the broker refused this media server")                        \
	X("control.not_removed", "a filed part could not be removed here; it is tried again")      \
	X("control.not_started", "the broker did not take the start of a part; it is told again")  \
	X("control.recorder_busy", "the recorder had too many orders waiting")                     \
	X("control.refused", "a frame of the broker could not be carried out")                     \
	X("control.registered", "the broker knows this media server")                              \
	X("control.stage_close", "the broker closed a stage")                                      \
	X("control.stage_open", "the broker opened a stage, or told its cover")                    \
	X("disk.free", "there is room again: of which volume, free bytes")                         \
	X("disk.full", "a volume has less room than the settings ask for")                         \
	X("journal.not_cut_back", "after a failed write the journal could not be cut back either") \
	X("kiosk.again", "the stage moved to another codec, the call is made anew")                \
	X("kiosk.backfill_again", "the rest is brought as another stretch")                        \
	X("kiosk.backfill_lost", "the kiosk ended before what it kept was brought")                \
	X("kiosk.backfill_refused", "nobody takes what was kept: it is thrown away")               \
	X("kiosk.bad_frame", "the broker sent what is no message")                                 \
	X("kiosk.brought", "what was kept while the link was down is in the recording")            \
	X("kiosk.connected", "the broker is there; whether a call is running")                     \
	X("kiosk.connection", "state of the connection to the media server")                       \
	X("kiosk.device_back", "camera or microphone that had failed runs again")                  \
	X("kiosk.device_lost", "camera or microphone is lost: black or silence meanwhile")         \
	X("kiosk.document", "a document is shown on the screen, or no longer: shown")              \
	X("kiosk.hears", "the first sound of a call was decoded")                                  \
	X("kiosk.joined", "the broker gave the kiosk its leg in a visit")                          \
	X("kiosk.keeps", "the link is down and the visit recorded: camera and sound are kept")     \
	X("kiosk.kept", "the link is back: what was kept is brought now")                          \
	X("kiosk.left", "a call ended, with what was decoded in it")                               \
	X("kiosk.no_call", "a call could not be made; it is tried again")                          \
	X("kiosk.no_screen", "the sinks of the settings could not be made")                        \
	X("kiosk.no_source", "camera or microphone of the settings could not be made")             \
	X("kiosk.no_turn",                                                                         \
	  "a TURN server could not be learned or used; the straight way is tried")                 \
	X("kiosk.no_webrtc", "an element of GStreamer that every call needs is missing")           \
	X("kiosk.not_joined", "the broker did not let the kiosk in; it is tried again")            \
	X("kiosk.not_kept", "the camera could not be used without a call: nothing is kept")        \
	X("kiosk.not_shown", "something received could not be shown")                              \
	X("kiosk.not_told", "the broker did not say which visit it is; it is asked again")         \
	X("kiosk.pipeline", "GStreamer ended the call; a new one is made")                         \
	X("kiosk.sees", "the first picture of a call was decoded")                                 \
	X("kiosk.spool_full", "no more memory to keep what is recorded, or room again")            \
	X("leg.limited", "a leg sends more than any may; what is too much is left out")            \
	X("leg.live", "a leg is connected, media may pass")                                        \
	X("leg.lost", "a leg is silent or said goodbye; it may come back")                         \
	X("leg.opened", "a leg was answered")                                                      \
	X("leg.refused", "the handshake of a leg failed: not who the offer said")                  \
	X("leg.reports_refused", "sender reports contradict the packets and are not used")         \
	X("line.bad_frame",                                                                        \
	  "the broker sent what is no message, or too much; the connection was ended")             \
	X("line.dropped", "the connection to the broker was ended by us")                          \
	X("line.late",                                                                             \
	  "a connection to the broker came to nothing in its time; it is made again: state")       \
	X("line.library", "the library of the connection to the broker reported a fault")          \
	X("line.lost", "the connection to the broker is gone; it is tried again")                  \
	X("line.not_connected", "the broker cannot be reached now; it is tried again")             \
	X("link.dropped", "a connection was closed by us; why")                                    \
	X("link.few_files", "too few open files for the connections that the settings ask for")    \
	X("link.library", "the socket library says that something is wrong")                       \
	X("link.lost_write", "a write that nobody waits for was refused")                          \
	X("link.no_files", "no open file was left for a connection; the door rests for a second")  \
	X("link.no_port", "a port could not be opened, or a certificate could not be read")        \
	X("link.quiet", "so many lines about odd connections were kept back in ten seconds")       \
	X("link.refused", "a connection or request was not let in; why")                           \
	X("link.stopping", "a signal asked the program to end")                                    \
	X("link.too_large", "a message was larger than allowed; the connection was closed")        \
	X("media.foreign", "a media server spoke of a visit that is not its own")                  \
	X("media.gone", "a media server's connection has ended")                                   \
	X("media.not_told", "a media server could not be told something")                          \
	X("media.refused", "a media server refused what was asked")                                \
	X("media.registered", "a media server has connected and is known")                         \
	X("media.silent", "a media server did not answer in time")                                 \
	X("net.no_port", "the media port could not be bound")                                      \
	X("opening.bad_key", "a key is missing, unreadable or not the one of the database; why")   \
	X("opening.bad_line", "a file read at the start has a wrong line")                         \
	X("opening.bad_setting", "a setting cannot be used")                                       \
	X("opening.imported", "demo data was imported")                                            \
	X("opening.no_file", "a file needed at the start cannot be read")                          \
	X("opening.no_folder", "a folder could not be made")                                       \
	X("opening.no_key", "a key or certificate could not be read")                              \
	X("opening.no_seal", "the certificate for recordings is not made for them")                \
	X("opening.no_store", "the database could not be opened or filled")                        \
	X("personal.unreadable",                                                                   \
	  "a sealed personal field could not be opened; is it the right data key?")                \
	X("program.failed", "a program could not start")                                           \
	X("program.few_files", "the limit of open files is lower than wanted")                     \
	X("program.started", "a program is ready to serve")                                        \
	X("program.stopped", "a program has taken itself apart")                                   \
	X("recorder.disk_full", "the disk is nearly full, or has room again")                      \
	X("recorder.dropped",                                                                      \
	  "the disk was too slow, or a visit sent too much; told once a minute")                   \
	X("recorder.events_left", "nobody took the last events of the recorder")                   \
	X("recorder.late_refused", "a piece that came late was not taken")                         \
	X("recorder.leg_refused", "a leg came and no place to note it was free")                   \
	X("recorder.part_closed", "a part of a recording is whole on the disk")                    \
	X("recorder.part_failed", "a part ended because the disk failed")                          \
	X("recorder.part_refused", "a part could not be started")                                  \
	X("recorder.part_started", "a part of a recording has begun")                              \
	X("recorder.part_unreadable", "a leftover journal could not be closed")                    \
	X("recording.fresh", "the last durable byte of a recording is young again")                \
	X("recording.part_missing", "a part has not come for too long and is told as missing")     \
	X("recording.stale", "the last durable byte of a recording is too old: it may be lost")    \
	X("stage.closed", "a stage was closed with all its legs")                                  \
	X("stage.moved", "the pictures of a stage have another codec now")                         \
	X("stage.opened", "a stage was opened for a visit")                                        \
	X("store.failed", "the database failed; code is that of SQLite")                           \
	X("store.schema", "the database is of another program or could not be brought up to date") \
	X("studio.failed", "a finaliser ended without a package; it is tried again")               \
	X("studio.finalised", "a package was made")                                                \
	X("studio.no_pipeline", "GStreamer lacks an element")                                      \
	X("studio.no_poster", "no poster could be made for a leg")                                 \
	X("studio.not_finalised", "a package could not be made")                                   \
	X("studio.pipeline_failed", "an element of GStreamer failed")                              \
	X("studio.reports_refused", "sender reports contradict the packets and place nothing")     \
	X("visit.placed", "a visit was given to a media server")                                   \
	X("web.empty", "there are no files of the web client")                                     \
	X("web.skipped", "a file of the web client was not read")                                  \
	X("wire.read_stopped", "a question to the store took longer than it may and was stopped")  \
	X("wire.undeclared_error",                                                                 \
	  "a message answered an error that its line of refusals.c lacks")                         \
	X("writer.checkpoint_failed", "the log could not be written back; it goes on growing")     \
	X("writer.commit_failed", "a batch of jobs was not kept; all of them were told so")

#endif
