/* Written by `npm run types` from the broker's OpenRPC document. Do not edit. */

export type Refused = {
	word: "ok" | "bad_input" | "unknown_method" | "not_signed_in" | "wrong_password" | "locked" | "forbidden" | "not_found" | "slot_taken" | "wrong_state" | "duplicate" | "too_early" | "too_late" | "not_allowed_target" | "too_large" | "too_many" | "stale_epoch" | "no_media_server" | "media_refused" | "busy" | "stopping" | "store_failed" | "disk_failed" | "disk_full" | "crypto_failed" | "broken_seal" | "bad_setting" | "network_failed" | "pipeline_failed" | "truncated" | "timed_out";
	field?: string;
	say: string;
	/** more than the word says; x-refusals has its sentence */
	why?: "missing" | "empty" | "too_short" | "too_long" | "not_text" | "not_one_line" | "not_clean" | "not_base64_text" | "not_base64" | "too_many_bytes" | "bytes_out_of_range" | "not_number" | "out_of_range" | "not_day" | "not_code" | "not_id" | "not_offered" | "not_yes_or_no" | "not_group" | "not_groups" | "not_list" | "too_few_items" | "too_many_items" | "unknown_member" | "no_members" | "not_json" | "one_at_a_time" | "request_id" | "request_version" | "not_your_role" | "outside_scope" | "request_length" | "request_origin" | "connections_too_many" | "sign_in_empty" | "password_wrong" | "account_locked" | "sign_in_waits" | "sign_ins_too_often" | "sign_out_failed" | "queries_too_often" | "tree_importing" | "file_faults" | "list_changed" | "days_reversed" | "purpose_missing" | "matter_unknown" | "matter_number_unknown" | "matter_not_named" | "matter_old_or_new" | "query_code_unknown" | "competent_unknown" | "name_missing" | "contact_missing" | "address_missing" | "subject_missing" | "request_missing" | "unit_unknown" | "joint_first" | "joint_first_of_two" | "elsewhere" | "elsewhere_of_two" | "time_past" | "time_too_near" | "time_not_open" | "no_reception" | "taken_receiver" | "taken_room" | "taken_village_room" | "taken_line" | "taken_recording" | "visit_unknown" | "visit_requested" | "visit_scheduled" | "visit_checked_in" | "visit_consented" | "visit_live" | "visit_closed" | "visit_filed" | "visit_cancelled" | "visit_no_show" | "check_in_too_early" | "check_in_too_late" | "cancel_reason_missing" | "notice_changed" | "only_withdrawal" | "reply_missing" | "minutes_missing" | "commitment_none" | "commitment_without_act" | "commitment_past" | "commitment_unit" | "closing_changed" | "merged_too_long" | "hearing_not_agreed" | "seats_full" | "seat_used_by_staff" | "joins_too_often" | "not_in_call" | "seat_not_in_call" | "seat_moved" | "seat_taken_over" | "service_away" | "service_lost" | "service_silent" | "service_refused" | "room_unknown" | "backfill_too_late" | "backfill_no_seat" | "backfill_not_consented" | "backfill_consent_changed" | "backfill_no_recording" | "backfill_service_away" | "backfill_not_taken" | "recording_unknown" | "recording_on" | "recording_not_filed" | "recording_empty" | "recording_not_registered" | "audit_verifying" | "recording_verifying" | "recording_not_verified" | "access_ended" | "recording_sign_in" | "reads_too_many" | "readers_too_many" | "file_unreadable" | "file_unknown" | "part_number_taken" | "part_of_another_visit" | "part_seal_foreign" | "part_kept_too_often" | "part_not_consented" | "archive_full" | "archive_refused" | "server_unknown" | "server_name_differs" | "visit_of_another_server";
	/** what stands in the holes of the sentence */
	arguments?: {
		name: string;
		/** of a time: in words */
		text?: string;
		/** a name that is known in English */
		text_en?: string;
		/** where there is no text; left out: 0 */
		number?: number;
		at?: number;
	}[];
	instead?: {
		from: number;
		till: number;
	}[];
	faults?: ({
		line: number;
		field?: string;
		why: "code_form" | "level_form" | "name_unclean" | "name_long" | "name_none" | "kind_form" | "parent_of_nation" | "parent_form" | "day_form" | "room_form" | "heading" | "quotes" | "column_count" | "too_many" | "empty" | "code_twice" | "parent_none" | "nation_twice" | "level_order";
		say: string;
	})[];
};

export interface Methods {
	/** Entries of the audit chain after a number, oldest first. */
	"audit.find": {
		params: {
			after?: number;
			limit?: number;
		};
		result: {
			entries: ({
				seq: number;
				at: number;
				/** other: an act that this version of the broker does not know */
				act: "closing.get" | "closing.save" | "consent.record" | "ice.list" | "matter.create" | "matter.get" | "matter.open" | "matter.register" | "media.drain" | "minutes.get" | "minutes.save" | "recording.conflict" | "recording.deliver" | "recording.filed" | "recording.get" | "recording.missing" | "recording.read" | "recording.started" | "recording.verify" | "session.enter" | "session.leave" | "slot.find" | "target.list" | "tree.import" | "visit.admit" | "visit.backfill" | "visit.book" | "visit.camera" | "visit.cancel" | "visit.check_in" | "visit.close" | "visit.get" | "visit.join" | "visit.leave" | "visit.move" | "visit.mute" | "visit.sweep" | "visit.undo_check_in" | "other";
				object?: string;
				role?: "public" | "clerk" | "duty" | "official" | "recorder" | "archivist" | "supervisor" | "sysadmin" | "secadmin" | "auditor" | "media" | "terminal";
				node?: string;
				result: "ok" | "bad_input" | "unknown_method" | "not_signed_in" | "wrong_password" | "locked" | "forbidden" | "not_found" | "slot_taken" | "wrong_state" | "duplicate" | "too_early" | "too_late" | "not_allowed_target" | "too_large" | "too_many" | "stale_epoch" | "no_media_server" | "media_refused" | "busy" | "stopping" | "store_failed" | "disk_failed" | "disk_full" | "crypto_failed" | "broken_seal" | "bad_setting" | "network_failed" | "pipeline_failed" | "truncated" | "timed_out";
				/** of staff; of a program its certificate's name; not in older entries */
				account?: string;
				/** of the connection; xinqiao-broker: done by the broker itself */
				address?: string;
			})[];
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: number;
		};
	};
	/** Recomputes the audit chain, checks its signed heads and says where it is broken. */
	"audit.verify": {
		params: Record<string, never>;
		result: {
			ok: boolean;
			entries: number;
			first_bad?: number;
			why: "none" | "missing" | "unlinked" | "changed" | "cut" | "replaced" | "recomputed" | "forged" | "unknown_key" | "heads_differ" | "unsigned";
			say: string;
			/** signed heads that were checked */
			heads: number;
			/** the entry of the newest one */
			signed_till?: number;
			signed_at?: number;
		};
	};
	/** Throws away the booking form that the caller has begun. */
	"booking.discard": {
		params: {
			key: string;
		};
		result: Record<string, never>;
	};
	/** The booking form that the caller has begun; nobody else is ever given it. */
	"booking.get": {
		params: Record<string, never>;
		result: {
			/** 0: nothing is kept */
			version: number;
			/** none: the form was discarded or booked */
			key?: string;
			at?: number;
			form?: {
				step?: number;
				name?: string;
				contact?: string;
				address?: string;
				subject?: string;
				request?: string;
				kind?: "suggestion" | "report" | "appeal";
				matter?: string;
				matter_number?: string;
				matter_subject?: string;
				matter_name?: string;
				competent?: string;
				competent_name?: string;
				competent_name_en?: string;
				unit?: number;
				unit_name?: string;
				unit_name_en?: string;
				from?: number;
				till?: number;
			};
		};
	};
	/** Keeps the booking form as far as it is filled in, sealed, for a day. */
	"booking.save": {
		params: {
			/** of the form, and of its visit.book */
			key: string;
			/** that it began from; another one that is kept is not overwritten */
			version: number;
			/** of the window: the same for all its saves, with turn growing by each */
			writer: string;
			turn: number;
			form: {
				step?: number;
				name?: string;
				contact?: string;
				address?: string;
				subject?: string;
				request?: string;
				kind?: "suggestion" | "report" | "appeal";
				matter?: string;
				matter_number?: string;
				matter_subject?: string;
				matter_name?: string;
				competent?: string;
				competent_name?: string;
				competent_name_en?: string;
				unit?: number;
				unit_name?: string;
				unit_name_en?: string;
				from?: number;
				till?: number;
			};
		};
		result: {
			/** false: another form or a newer one is kept, or this one is done */
			saved: boolean;
			version: number;
		};
	};
	/** The closing of a visit that is being drafted by those who may close it. */
	"closing.get": {
		params: {
			visit: string;
		};
		result: {
			/** 0: there is none yet */
			version: number;
			outcome?: "answered_on_spot" | "accepted_here" | "transferred" | "assigned_with_deadline" | "more_material" | "further_session" | "legal_route" | "aid_referral" | "suggestion_forwarded" | "withdrawn_by_resident" | "not_held";
			reply: string;
			commitments: {
				/** 0: not chosen yet */
				unit: number;
				act: string;
				/** a day, or nothing yet */
				due: string;
			}[];
			/** of who saved it */
			name?: string;
			at?: number;
		};
	};
	/** Keeps the drafted closing, merged with what others saved since. */
	"closing.save": {
		params: {
			visit: string;
			/** that it began from; 0: none */
			version: number;
			reply: string;
			commitments: {
				/** 0: not chosen yet */
				unit: number;
				act: string;
				/** a day, or nothing yet */
				due: string;
			}[];
			/** of the window: the same for all its saves, with turn growing by each */
			writer?: string;
			turn?: number;
			outcome?: "answered_on_spot" | "accepted_here" | "transferred" | "assigned_with_deadline" | "more_material" | "further_session" | "legal_route" | "aid_referral" | "suggestion_forwarded" | "withdrawn_by_resident" | "not_held";
		};
		result: {
			version: number;
			/** others saved since: it is theirs and yours */
			merged: boolean;
			outcome?: "answered_on_spot" | "accepted_here" | "transferred" | "assigned_with_deadline" | "more_material" | "further_session" | "legal_route" | "aid_referral" | "suggestion_forwarded" | "withdrawn_by_resident" | "not_held";
			reply?: string;
			commitments?: {
				/** 0: not chosen yet */
				unit: number;
				act: string;
				/** a day, or nothing yet */
				due: string;
			}[];
			conflicts?: {
				mine: string;
				theirs: string;
			}[];
		};
	};
	/** Keeps the resident's three answers with the version of the notice that was heard. */
	"consent.record": {
		params: {
			visit: string;
			video: boolean;
			audio: boolean;
			/** other units may hear */
			share: boolean;
			version: string;
		};
		result: {
			recorded: boolean;
		};
	};
	/** The events after a cursor that concern the caller. */
	"event.since": {
		params: {
			cursor: number;
		};
		result: {
			events: ({
				cursor: number;
				name: "closing.saved" | "consent.recorded" | "media.lost" | "minutes.saved" | "recording.filed" | "recording.started" | "tree.changed" | "visit.admitted" | "visit.booked" | "visit.cancelled" | "visit.check_in_undone" | "visit.checked_in" | "visit.closed" | "visit.joined" | "visit.left" | "visit.moved" | "visit.muted" | "visit.no_show";
				at: number;
				visit?: string;
				village?: string;
				unit?: number;
				data: unknown;
			})[];
			/** ask again from here */
			cursor: number;
			/** there may be more from there: ask again at once */
			more: boolean;
			/** false: load the pages anew, older events are gone */
			complete: boolean;
		};
	};
	/** TURN servers and a password that ends by itself, for a leg of a live visit. */
	"ice.list": {
		params: {
			visit: string;
		};
		result: {
			/** of TURN servers */
			urls: string[];
			username?: string;
			credential?: string;
			/** the credential ends */
			till?: number;
		};
	};
	/** Matters in scope by number or words of the subject, newest first. */
	"matter.find": {
		params: {
			/** a number or words of the subject */
			text: string;
			/** `next` of the page before, as it was */
			after?: string;
		};
		result: {
			matters: {
				matter: string;
				number: string;
				subject: string;
				/** for who handles it */
				petitioner_name?: string;
				village_name: string;
				village_name_en?: string;
				created: number;
			}[];
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: string;
		};
	};
	/** A matter with its visits, by id or number. */
	"matter.get": {
		params: {
			matter?: string;
			number?: string;
			/** `next` of the page before, as it was */
			after?: string;
		};
		result: {
			matter: string;
			number: string;
			subject: string;
			kind: "suggestion" | "report" | "appeal";
			state: "registered";
			/** this and the personal fields are left out for who does not handle it: matter.open */
			request?: string;
			petitioner_name?: string;
			/** masked, but for clerks of the node */
			contact?: string;
			address?: string;
			village: string;
			village_name: string;
			village_name_en?: string;
			competent: string;
			created: number;
			/** the newest first */
			visits: ({
				visit: string;
				number: string;
				from: number;
				till: number;
				state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
				unit_name: string;
				unit_name_en?: string;
			})[];
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: string;
		};
	};
	/** The personal fields of a matter that others handle, for a purpose. Audited; the resident sees it. */
	"matter.open": {
		params: {
			matter: string;
			/** is kept and shown to the resident */
			purpose: string;
		};
		result: {
			petitioner_name: string;
			contact: string;
			address: string;
			request: string;
		};
	};
	/** A media server gets no new visits any more, or gets them again. Audited. */
	"media.drain": {
		params: {
			server: string;
			/** true: it gets no new visits; live ones stay */
			draining: boolean;
		};
		result: Record<string, never>;
	};
	/** Every media server that ever registered, with its visits. */
	"media.list": {
		params: {
			/** `next` of the page before, as it was */
			after?: string;
		};
		result: {
			servers: {
				server: string;
				name: string;
				node: string;
				node_name?: string;
				node_name_en?: string;
				/** visits at once */
				capacity: number;
				/** live visits on it */
				load: number;
				address?: string;
				version?: string;
				connected: boolean;
				/** gets no new visits */
				draining: boolean;
				/** when it came or went last */
				seen: number;
			}[];
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: string;
		};
	};
	/** A media server offers itself and names the visits it holds. */
	"media.register": {
		params: {
			name: string;
			node: string;
			/** visits at once */
			capacity: number;
			address: string;
			version: string;
			stages: {
				visit: string;
			}[];
		};
		result: {
			server: string;
		};
	};
	/** Twice a second: recordings and legs of the visits on a media server. */
	"media.report": {
		params: {
			visits: ({
				visit: string;
				recording: boolean;
				durable_age_ms: number;
				part: number;
				why?: string;
				legs: ({
					leg: string;
					epoch: number;
					place: number;
					state: "live" | "lost" | "gone";
					muted?: boolean;
					camera_off?: boolean;
					shows?: boolean;
					speaks?: boolean;
					step?: "full" | "small" | "sound";
					/** neither sound nor picture for so long, though it should; 0: they come */
					still_ms?: number;
					/** again: it should join again for the picture; none: sound alone */
					picture?: "shared" | "again" | "none";
					rx_bytes: number;
					lost: number;
					/** -1: not known */
					rtt_ms: number;
					/** of five seconds, counted from 1; 0: none is over yet */
					window: number;
					up: {
						/** packets that never came, after all repair */
						lost_permille: number;
						jitter_ms: number;
						kbps: number;
						/** of the picture, 0: none was seen */
						width: number;
						height: number;
						/** -1: cannot be known */
						freezes: number;
						frozen_ms: number;
					};
					down: {
						/** packets that never came, after all repair */
						lost_permille: number;
						jitter_ms: number;
						kbps: number;
						/** of the picture, 0: none was seen */
						width: number;
						height: number;
						/** -1: cannot be known */
						freezes: number;
						frozen_ms: number;
					};
				})[];
			})[];
		};
		result: Record<string, never>;
	};
	/** The minutes of a visit with their time marks and version. */
	"minutes.get": {
		params: {
			visit: string;
		};
		result: {
			/** 0: there are none yet */
			version: number;
			text: string;
			marks: {
				at_ms: number;
				text: string;
			}[];
			/** of who saved it */
			name?: string;
			at?: number;
		};
	};
	/** Saves the minutes and their time marks, merged by lines with what others saved since. */
	"minutes.save": {
		params: {
			visit: string;
			/** that it began from; 0: none */
			version: number;
			text: string;
			marks: {
				at_ms: number;
				text: string;
			}[];
			/** of the window: the same for all its saves, with turn growing by each */
			writer?: string;
			turn?: number;
		};
		result: {
			version: number;
			/** others saved since: the text is theirs and yours */
			merged: boolean;
			text?: string;
			marks?: {
				at_ms: number;
				text: string;
			}[];
			/** lines that both changed: both are in the text, theirs first */
			conflicts?: {
				mine: string;
				theirs: string;
			}[];
		};
	};
	/** The notice that is read to residents now, and its version. */
	"notice.get": {
		params: Record<string, never>;
		result: {
			version: string;
			/** to be read aloud */
			notice: string;
			/** the same in English */
			notice_en?: string;
		};
	};
	/** What the links of legs were like, in windows of five seconds. */
	"quality.find": {
		params: {
			/** left out: every visit of the scope */
			visit?: string;
			/** left out: the last minute, of a visit its whole time */
			from?: number;
			/** `next` of the page before, as it was */
			after?: string;
		};
		result: {
			windows: ({
				visit: string;
				number: string;
				leg: string;
				/** end of the window of five seconds */
				at: number;
				/** -1: not known */
				rtt_ms: number;
				grade: "good" | "fair" | "poor";
				/** from the leg to the media server */
				up: {
					/** packets that never came, after all repair */
					lost_permille: number;
					jitter_ms: number;
					kbps: number;
					/** of the picture, 0: none was seen */
					width: number;
					height: number;
					/** -1: cannot be known */
					freezes: number;
					frozen_ms: number;
				};
				down: {
					/** packets that never came, after all repair */
					lost_permille: number;
					jitter_ms: number;
					kbps: number;
					/** of the picture, 0: none was seen */
					width: number;
					height: number;
					/** -1: cannot be known */
					freezes: number;
					frozen_ms: number;
				};
			})[];
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: string;
		};
	};
	/** What a resident may know with the code on the slip; no personal data. */
	"query.get": {
		params: {
			/** the code on the resident's slip */
			code: string;
		};
		result: {
			state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
			from: number;
			till: number;
			place: string;
			place_en?: string;
			unit_name: string;
			unit_name_en?: string;
			recorded: boolean;
			recording_state: "none" | "refused" | "waiting" | "on" | "finalising" | "filed" | "broken";
			outcome?: "answered_on_spot" | "accepted_here" | "transferred" | "assigned_with_deadline" | "more_material" | "further_session" | "legal_route" | "aid_referral" | "suggestion_forwarded" | "withdrawn_by_resident" | "not_held";
			reply?: string;
			commitments: {
				unit_name: string;
				unit_name_en?: string;
				act: string;
				due: string;
			}[];
			watched: ({
				at: number;
				/** what was opened */
				what: "recording" | "matter";
				/** the unit or the node of who did */
				place?: string;
				place_en?: string;
				role: "public" | "clerk" | "duty" | "official" | "recorder" | "archivist" | "supervisor" | "sysadmin" | "secadmin" | "auditor" | "media" | "terminal";
				purpose: string;
			})[];
			/** there are older ones than these */
			watched_more: boolean;
			cancel_reason?: string;
		};
	};
	/** A sealed part is ready; answered when the archive has it and has read it back. */
	"recording.deliver": {
		params: {
			visit: string;
			recording: string;
			part: number;
			folder: string;
		};
		result: Record<string, never>;
	};
	/** Recordings in scope, newest first. */
	"recording.find": {
		params: {
			/** of a visit or a matter */
			number?: string;
			node?: string;
			from?: string;
			/** the last day */
			till?: string;
			kind?: "any" | "suggestion" | "report" | "appeal";
			/** `next` of the page before, as it was */
			after?: string;
		};
		result: {
			recordings: ({
				recording: string;
				visit: string;
				visit_number: string;
				matter_number: string;
				subject: string;
				from: number;
				duration_ms: number;
				parts: number;
				state: "recording" | "finalising" | "filed" | "broken";
				village_name: string;
				village_name_en?: string;
				unit_name: string;
				unit_name_en?: string;
			})[];
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: string;
		};
	};
	/** Opens a recording with a purpose: its files may be read for two hours. Audited. */
	"recording.get": {
		params: {
			recording: string;
			/** is kept and shown */
			purpose: string;
		};
		result: {
			recording: string;
			visit: string;
			visit_number: string;
			matter_number: string;
			subject: string;
			zero: number;
			duration_ms: number;
			state: "recording" | "finalising" | "filed" | "broken";
			/** as its seat is named */
			village_name: string;
			village_name_en?: string;
			parts: ({
				part: number;
				from_ms: number;
				till_ms: number;
				/** what a terminal kept while its link was down: beside other parts in time */
				late?: boolean;
				files: {
					name: string;
					leg: string;
					seat_name: string;
					/** a media type (RFC 6838), as the package says */
					media: string;
					/** what the leg showed, not its people */
					document?: boolean;
					url: string;
					offset_ms: number;
					duration_ms: number;
					bytes: number;
					sha256: string;
				}[];
				gaps: ({
					from_ms: number;
					till_ms: number;
					leg?: string;
					/** other: a word of a later media server, that the sealed package has */
					media: "all" | "audio" | "video" | "document" | "other";
					/** other: a word of a later media server, that the sealed package has */
					why: "lost" | "dropped" | "waiting_key_frame" | "clock_jump" | "disk" | "server_lost" | "leg_lost" | "link_down" | "no_picture" | "muted" | "not_consented" | "limit" | "camera_off" | "too_much" | "other";
				})[];
			})[];
			missing: ({
				part: number;
				from_ms: number;
				late?: boolean;
				/** awaited: its media server has it still; missing: it has not come for too long */
				what: "awaited" | "missing";
				since: number;
			})[];
			conflicts: {
				part: number;
				/** of this part, counted from 1 */
				copy: number;
				/** the media server whose seal it bears */
				signer: string;
				bytes: number;
				/** of its manifest */
				sha256: string;
				at: number;
			}[];
			chapters: ({
				at_ms: number;
				/** what happened; the oldest have text instead; other: a word of a later media server, that the sealed package has */
				kind?: "joined" | "lost" | "back" | "left" | "shows" | "showed" | "muted" | "unmuted" | "brought" | "camera_off" | "camera_on" | "other";
				leg?: string;
				seat_name?: string;
				text?: string;
			})[];
			/** there are later ones than these */
			chapters_more: boolean;
			marks: {
				at_ms: number;
				text: string;
			}[];
			/** the newest first */
			history: ({
				at: number;
				/** other: an act that this version of the broker does not know */
				act: "closing.get" | "closing.save" | "consent.record" | "ice.list" | "matter.create" | "matter.get" | "matter.open" | "matter.register" | "media.drain" | "minutes.get" | "minutes.save" | "recording.conflict" | "recording.deliver" | "recording.filed" | "recording.get" | "recording.missing" | "recording.read" | "recording.started" | "recording.verify" | "session.enter" | "session.leave" | "slot.find" | "target.list" | "tree.import" | "visit.admit" | "visit.backfill" | "visit.book" | "visit.camera" | "visit.cancel" | "visit.check_in" | "visit.close" | "visit.get" | "visit.join" | "visit.leave" | "visit.move" | "visit.mute" | "visit.sweep" | "visit.undo_check_in" | "other";
				purpose?: string;
				role: "public" | "clerk" | "duty" | "official" | "recorder" | "archivist" | "supervisor" | "sysadmin" | "secadmin" | "auditor" | "media" | "terminal";
			})[];
			/** there are older ones than these; an auditor finds them by audit.find */
			history_more: boolean;
		};
	};
	/** The journal of a part has begun. */
	"recording.started": {
		params: {
			visit: string;
			recording: string;
			part: number;
			zero: number;
		};
		result: Record<string, never>;
	};
	/** Reads every byte of a recording and says where it is not as sealed. Audited. */
	"recording.verify": {
		params: {
			recording: string;
			/** is kept and shown */
			purpose: string;
		};
		result: {
			ok: boolean;
			bytes: number;
			findings: ({
				part: number;
				file?: string;
				what: "changed" | "missing" | "reordered" | "removed" | "bad_signature" | "unknown_file" | "unfiled" | "conflict" | "not_whole" | "awaited";
				chunk?: number;
				offset?: number;
				say: string;
			})[];
		};
	};
	/** This document (OpenRPC 1.3). */
	"rpc.discover": {
		params: Record<string, never>;
		result: Record<string, never>;
	};
	/** Who is signed in. */
	"session.get": {
		params: Record<string, never>;
		result: {
			signed_in: boolean;
			staff?: {
				id: string;
				name: string;
				roles: ("public" | "clerk" | "duty" | "official" | "recorder" | "archivist" | "supervisor" | "sysadmin" | "secadmin" | "auditor" | "media" | "terminal")[];
				unit?: number;
				unit_name?: string;
				unit_name_en?: string;
				node: string;
				node_name: string;
				node_name_en?: string;
				/** 1 nation to 5 village */
				tier: number;
			};
			/** show the banner of demo data */
			demo: boolean;
			now: number;
			/** of the newest event */
			cursor: number;
		};
	};
	/** Slots of the receptions of a unit, and which are free. */
	"slot.find": {
		params: {
			unit: number;
			day: string;
			days: number;
			matter?: string;
			/** that is to be moved: its own time is no obstacle */
			visit?: string;
			/** `next` of the page before, as it was */
			after?: string;
		};
		result: {
			slots: ({
				reception: string;
				from: number;
				till: number;
				receiver_name?: string;
				free: boolean;
				/** free, past, soon (too near to prepare), beyond (not open yet), taken or own (where the visit to be moved is now) */
				why: "free" | "past" | "soon" | "beyond" | "taken" | "own";
			})[];
			/** that is open for booking */
			last_day: string;
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: string;
			/** holidays of that year are not published yet */
			provisional: boolean;
		};
	};
	/** Units that may hear a matter, and why the others may not (Art. 20). */
	"target.list": {
		params: {
			matter?: string;
			competent?: string;
			/** `next` of the page before, as it was */
			after?: string;
		};
		result: {
			targets: ({
				unit: number;
				unit_name: string;
				unit_name_en?: string;
				node: string;
				node_name: string;
				node_name_en?: string;
				tier: number;
				/** Art. 20 */
				reach: "allowed" | "joint" | "none";
				why?: string;
			})[];
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: string;
		};
	};
	/** The visit of the terminal's room: the live one, or who is here and waits. */
	"terminal.visit": {
		params: Record<string, never>;
		result: {
			room_name: string;
			visit?: string;
			state?: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
			from?: number;
			till?: number;
			/** the resident agrees to it */
			recording: boolean;
		};
	};
	/** The nodes of the caller's scope, each before those below it. */
	"tree.get": {
		params: {
			/** `next` of the page before, as it was */
			after?: string;
		};
		result: {
			nodes: {
				code: string;
				tier: number;
				name: string;
				name_en?: string;
				parent?: string;
				has_room: boolean;
			}[];
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: string;
		};
	};
	/** Replaces the tree by a CSV file, or names every fault of it. */
	"tree.import": {
		params: {
			/** code,level,name_zh,name_en,kind,parent,valid_from,room */
			csv: string;
		};
		result: {
			nodes: number;
		};
	};
	/** Lets the resident in: the visit is live, recording as consented. */
	"visit.admit": {
		params: {
			visit: string;
		};
		result: {
			state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
		};
	};
	/** A piece of what a terminal recorded while its link was down, marked as late in the recording; answered when it is in a journal. */
	"visit.backfill": {
		params: {
			visit: string;
			leg: string;
			/** the one that was lost */
			epoch: number;
			/** made by the terminal, one for each time that its link was down */
			stretch: string;
			/** of the piece; 0 comes first, at once, and has no packets: it compares the clocks */
			number: number;
			/** the terminal's monotonic clock, now */
			clock_us: number;
			/** of the oldest packet of the stretch */
			age_ms: number;
			picture: "h264" | "vp8";
			/** of the stretch */
			is_last: boolean;
			/** each: 1 sound or 2 picture (1 byte), us on the terminal's clock (8), length (2), the RTP packet; numbers are big-endian */
			packets?: string;
		};
		result: {
			/** the number that is waited for; if it is not that of the piece + 1, the rest goes into another stretch */
			next: number;
		};
	};
	/** Registers a new matter, where it is one, and claims everything its visit needs; or nothing. */
	"visit.book": {
		params: {
			unit: number;
			/** the start of a slot of slot.find */
			from: number;
			/** a known one */
			matter?: string;
			/** one that is registered now */
			new_matter?: {
				/** of the resident; sealed in the store */
				name: string;
				contact: string;
				address: string;
				subject: string;
				request: string;
				kind: "suggestion" | "report" | "appeal";
				/** the node that decides; usually the parent of the clerk's node */
				competent?: string;
			};
			/** the same key again gets the same answer */
			key?: string;
		};
		result: {
			visit: string;
			number: string;
			query_code: string;
			from: number;
			till: number;
			unit_name: string;
			unit_name_en?: string;
			target_name: string;
			target_name_en?: string;
			/** where the resident sits */
			room_name?: string;
			room_name_en?: string;
			matter: string;
			matter_number: string;
		};
	};
	/** Says that the caller turned the camera off or on: an empty picture is then no loss. */
	"visit.camera": {
		params: {
			visit: string;
			leg: string;
			epoch: number;
			/** true: the caller has turned the camera off */
			off: boolean;
		};
		result: Record<string, never>;
	};
	/** Gives back what a visit held. */
	"visit.cancel": {
		params: {
			visit: string;
			/** compulsory when the office cancels */
			reason: string;
		};
		result: {
			state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
		};
	};
	/** The resident is here; answers the notice to read aloud. */
	"visit.check_in": {
		params: {
			visit: string;
		};
		result: {
			version: string;
			/** to be read aloud */
			notice: string;
			/** the same in English */
			notice_en?: string;
		};
	};
	/** Ends a visit with outcome, reply and commitments; files its minutes as they were saved. */
	"visit.close": {
		params: {
			visit: string;
			outcome: "answered_on_spot" | "accepted_here" | "transferred" | "assigned_with_deadline" | "more_material" | "further_session" | "legal_route" | "aid_referral" | "suggestion_forwarded" | "withdrawn_by_resident" | "not_held";
			reply: string;
			commitments: {
				unit: number;
				act: string;
				due: string;
			}[];
			/** version of the drafted closing that was read; a newer one is not closed over */
			draft?: number;
		};
		result: {
			state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
		};
	};
	/** Everything about a visit that the caller may know. */
	"visit.get": {
		params: {
			visit: string;
		};
		result: {
			visit: string;
			number: string;
			state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
			from: number;
			till: number;
			subject: string;
			/** for who handles the matter, else matter.open */
			petitioner_name?: string;
			unit: number;
			unit_name: string;
			unit_name_en?: string;
			target_name: string;
			target_name_en?: string;
			village: string;
			village_name: string;
			village_name_en?: string;
			matter: string;
			matter_number: string;
			/** where the resident sits */
			room_name?: string;
			room_name_en?: string;
			/** for the clerk who prints the slip */
			query_code?: string;
			seats: ({
				seat: string;
				kind: "village" | "receiver" | "joint";
				name: string;
				name_en?: string;
				connected: boolean;
			})[];
			recording: "none" | "refused" | "waiting" | "on" | "finalising" | "filed" | "broken";
			consent?: {
				/** of the notice that was heard */
				version: string;
				video: boolean;
				audio: boolean;
				share: boolean;
			};
			/** for who handles the matter */
			request?: string;
			outcome?: "answered_on_spot" | "accepted_here" | "transferred" | "assigned_with_deadline" | "more_material" | "further_session" | "legal_route" | "aid_referral" | "suggestion_forwarded" | "withdrawn_by_resident" | "not_held";
			reply?: string;
			commitments: {
				unit: number;
				unit_name: string;
				unit_name_en?: string;
				act: string;
				due: string;
			}[];
			minutes?: {
				text: string;
				marks: {
					at_ms: number;
					text: string;
				}[];
			};
			/** pairs of sound and picture that an offer should receive */
			slots: number;
			/** the visit's zero: when it went live */
			zero?: number;
		};
	};
	/** Connects the caller's seat: one SDP offer, one answer. Asked again it is the ICE restart: the same leg with a higher epoch, new names and keys. */
	"visit.join": {
		params: {
			visit: string;
			/** SDP, bundled: microphone and camera sendonly, then pairs of audio and video recvonly, as many as the visit has slots; one video line each way marked a=content:slides (RFC 4796) is for documents; there is no second offer */
			offer: string;
		};
		result: {
			leg: string;
			epoch: number;
			place: number;
			slots: number;
			/** SDP */
			answer: string;
			recording: boolean;
		};
	};
	/** Ends the caller's leg. */
	"visit.leave": {
		params: {
			visit: string;
			leg: string;
			epoch: number;
		};
		result: Record<string, never>;
	};
	/** The visits of some days, in order. */
	"visit.list": {
		params: {
			day: string;
			days?: number;
			/** `next` of the page before, as it was */
			after?: string;
		};
		result: {
			visits: ({
				visit: string;
				number: string;
				state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
				from: number;
				till: number;
				subject: string;
				/** for who handles the matter, else matter.open */
				petitioner_name?: string;
				unit: number;
				unit_name: string;
				unit_name_en?: string;
				target_name: string;
				target_name_en?: string;
				village: string;
				village_name: string;
				village_name_en?: string;
				matter: string;
				matter_number: string;
			})[];
			/** there may be more: ask again with this as `after`; left out: these are all */
			next?: string;
		};
	};
	/** Moves a visit to another slot, or leaves it where it is. */
	"visit.move": {
		params: {
			visit: string;
			from: number;
		};
		result: {
			visit: string;
			from: number;
			till: number;
		};
	};
	/** Silences a seat for everybody and the recording, or lets it speak again. Audited. */
	"visit.mute": {
		params: {
			visit: string;
			leg: string;
			/** true: nobody hears it, and it is not recorded */
			muted: boolean;
		};
		result: Record<string, never>;
	};
	/** Takes a check-in back, until the resident has answered after the notice. Audited. */
	"visit.undo_check_in": {
		params: {
			visit: string;
		};
		result: {
			state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
		};
	};
}

export interface Events {
	/** The closing that is drafted has a new version. */
	"closing.saved": {
		version: number;
		/** as in the save; the window need not read it */
		writer?: string;
		name: string;
	};
	/** The resident's answers were kept. */
	"consent.recorded": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** The media server of the visit is gone: join again. */
	"media.lost": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** The minutes have a new version, by this person. */
	"minutes.saved": {
		version: number;
		/** as in the save; the window need not read it */
		writer?: string;
		name: string;
	};
	/** A part of the recording is in the archive. */
	"recording.filed": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** A part of the recording has begun. */
	"recording.started": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** Places were replaced: load them anew. */
	"tree.changed": Record<string, never>;
	/** The resident was let in; the visit is live. */
	"visit.admitted": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** A visit was booked. */
	"visit.booked": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** A visit was cancelled. */
	"visit.cancelled": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** The check-in was a mistake and is undone. */
	"visit.check_in_undone": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** The resident is here. */
	"visit.checked_in": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** A visit ended with an outcome. */
	"visit.closed": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** A seat is connected. */
	"visit.joined": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** A seat is no longer connected. */
	"visit.left": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** A visit has another time. */
	"visit.moved": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** A seat was silenced, or may speak again. */
	"visit.muted": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
	/** The resident did not come. */
	"visit.no_show": {
		state: "requested" | "scheduled" | "checked_in" | "consented" | "live" | "closed" | "filed" | "cancelled" | "no_show";
	};
}

export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M]["params"];
export type Result<M extends Method> = Methods[M]["result"];
