/* Written by `npm run types` from the broker's OpenRPC document. Do not edit. */

export interface Methods {
	"audit.find": {
		params: {
			after?: number;
			limit?: number;
		};
		result: {
			entries: {
				seq: number;
				at: number;
				act: string;
				object?: string;
				role: string;
				node?: string;
				result: string;
			}[];
		};
	};
	"audit.verify": {
		params: Record<string, never>;
		result: {
			ok: boolean;
			entries: number;
			first_bad?: number;
			say: string;
		};
	};
	"consent.record": {
		params: {
			visit: string;
			video: boolean;
			audio: boolean;
			share: boolean;
			version: string;
		};
		result: {
			recorded: boolean;
		};
	};
	"event.since": {
		params: {
			cursor: number;
		};
		result: {
			events: {
				cursor: number;
				name: string;
				at: number;
				visit?: string;
				village?: string;
				unit?: number;
				data: unknown;
			}[];
			cursor: number;
			complete: boolean;
		};
	};
	"matter.create": {
		params: {
			name: string;
			contact: string;
			address: string;
			subject: string;
			request: string;
			kind: "suggestion" | "report" | "appeal";
			competent?: string;
		};
		result: {
			matter: string;
			number: string;
		};
	};
	"matter.find": {
		params: {
			text: string;
		};
		result: {
			matters: {
				matter: string;
				number: string;
				subject: string;
				petitioner_name: string;
				village_name: string;
				created: number;
			}[];
		};
	};
	"matter.get": {
		params: {
			matter?: string;
			number?: string;
		};
		result: {
			matter: string;
			number: string;
			subject: string;
			request: string;
			kind: string;
			state: string;
			petitioner_name: string;
			contact: string;
			address: string;
			village: string;
			village_name: string;
			competent: string;
			created: number;
			visits: {
				visit: string;
				number: string;
				from: number;
				till: number;
				state: string;
				unit_name: string;
			}[];
		};
	};
	"minutes.save": {
		params: {
			visit: string;
			text: string;
			marks: {
				at_ms: number;
				text: string;
			}[];
		};
		result: {
			saved: boolean;
		};
	};
	"query.get": {
		params: {
			code: string;
		};
		result: {
			state: string;
			from: number;
			till: number;
			place: string;
			unit_name: string;
			recorded: boolean;
			recording_state: string;
			outcome?: string;
			reply?: string;
			commitments: {
				unit_name: string;
				act: string;
				due: string;
			}[];
			watched: {
				at: number;
				role: string;
				purpose: string;
			}[];
			cancel_reason?: string;
		};
	};
	"recording.find": {
		params: {
			number?: string;
			node?: string;
			from?: string;
			till?: string;
			kind?: "suggestion" | "report" | "appeal";
		};
		result: {
			recordings: {
				recording: string;
				visit: string;
				visit_number: string;
				matter_number: string;
				subject: string;
				from: number;
				duration_ms: number;
				parts: number;
				state: string;
				village_name: string;
				unit_name: string;
			}[];
		};
	};
	"recording.get": {
		params: {
			recording: string;
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
			state: string;
			parts: {
				part: number;
				from_ms: number;
				till_ms: number;
				files: {
					name: string;
					leg: string;
					seat_name: string;
					media: string;
					url: string;
					offset_ms: number;
					duration_ms: number;
					bytes: number;
					sha256: string;
				}[];
				gaps: {
					from_ms: number;
					till_ms: number;
					leg?: string;
					why: string;
				}[];
			}[];
			chapters: {
				at_ms: number;
				text: string;
			}[];
			marks: {
				at_ms: number;
				text: string;
			}[];
			history: {
				at: number;
				act: string;
				purpose?: string;
				role: string;
			}[];
		};
	};
	"recording.verify": {
		params: {
			recording: string;
			purpose: string;
		};
		result: {
			ok: boolean;
			bytes: number;
			findings: {
				part: number;
				file?: string;
				what: string;
				chunk?: number;
				offset?: number;
				say: string;
			}[];
		};
	};
	"rpc.discover": {
		params: Record<string, never>;
		result: Record<string, never>;
	};
	"session.get": {
		params: Record<string, never>;
		result: {
			signed_in: boolean;
			staff?: {
				id: string;
				name: string;
				roles: string[];
				unit?: number;
				unit_name?: string;
				node: string;
				node_name: string;
				tier: number;
			};
			demo: boolean;
			now: number;
			cursor: number;
		};
	};
	"slot.find": {
		params: {
			matter?: string;
			unit: number;
			day: string;
			days: number;
		};
		result: {
			slots: {
				reception: string;
				from: number;
				till: number;
				receiver_name?: string;
				free: boolean;
			}[];
			provisional: boolean;
		};
	};
	"target.list": {
		params: {
			matter?: string;
			competent?: string;
		};
		result: {
			targets: ({
				unit: number;
				unit_name: string;
				node: string;
				node_name: string;
				tier: number;
				reach: "allowed" | "joint" | "none";
				why?: string;
			})[];
		};
	};
	"tree.get": {
		params: Record<string, never>;
		result: {
			nodes: {
				code: string;
				tier: number;
				name: string;
				name_en?: string;
				parent?: string;
				has_room: boolean;
			}[];
		};
	};
	"tree.import": {
		params: {
			csv: string;
		};
		result: {
			nodes: number;
		};
	};
	"visit.admit": {
		params: {
			visit: string;
		};
		result: {
			state: string;
		};
	};
	"visit.book": {
		params: {
			matter: string;
			unit: number;
			from: number;
			key?: string;
		};
		result: {
			visit: string;
			number: string;
			query_code: string;
			from: number;
			till: number;
			unit_name: string;
			target_name: string;
			room_name?: string;
		};
	};
	"visit.cancel": {
		params: {
			visit: string;
			reason: string;
		};
		result: {
			state: string;
		};
	};
	"visit.check_in": {
		params: {
			visit: string;
		};
		result: {
			version: string;
			notice: string;
		};
	};
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
			minutes: string;
		};
		result: {
			state: string;
		};
	};
	"visit.get": {
		params: {
			visit: string;
		};
		result: {
			visit: string;
			number: string;
			state: string;
			from: number;
			till: number;
			subject: string;
			petitioner_name: string;
			unit: number;
			unit_name: string;
			target_name: string;
			village: string;
			village_name: string;
			matter: string;
			matter_number: string;
			query_code?: string;
			seats: {
				seat: string;
				kind: string;
				name: string;
				connected: boolean;
			}[];
			recording: string;
			consent?: {
				video: boolean;
				audio: boolean;
				share: boolean;
			};
			request: string;
			outcome?: string;
			reply?: string;
			commitments: {
				unit?: number;
				unit_name: string;
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
			zero?: number;
		};
	};
	"visit.join": {
		params: {
			visit: string;
			offer: string;
		};
		result: {
			leg: string;
			epoch: number;
			place: number;
			slots: number;
			answer: string;
			recording: string;
		};
	};
	"visit.leave": {
		params: {
			visit: string;
			leg: string;
			epoch: number;
		};
		result: Record<string, never>;
	};
	"visit.list": {
		params: {
			day: string;
			days?: number;
		};
		result: {
			visits: {
				visit: string;
				number: string;
				state: string;
				from: number;
				till: number;
				subject: string;
				petitioner_name: string;
				unit: number;
				unit_name: string;
				target_name: string;
				village: string;
				village_name: string;
				matter: string;
				matter_number: string;
			}[];
		};
	};
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
}

export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M]["params"];
export type Result<M extends Method> = Methods[M]["result"];
