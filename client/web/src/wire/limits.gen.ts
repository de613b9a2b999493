/* Written by `npm run types` from the broker's OpenRPC document. Do not edit. */

export interface Limit {
	min?: number;
	max?: number;
	items?: number;
	pattern?: string;
}

export const limits = {
	"matter.find": {
		text: { max: 60 },
		after: { max: 200 },
	},
	"matter.open": {
		matter: { pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
		purpose: { min: 2, max: 200 },
	},
	"minutes.save": {
		visit: { pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
		text: { max: 20000 },
		marks: { items: 200 },
		"marks[].text": { max: 200 },
		writer: { max: 32 },
	},
	"query.get": {
		code: { max: 20 },
	},
	"recording.find": {
		number: { max: 40 },
		node: { pattern: "^[0-9]{12}$" },
		after: { max: 200 },
	},
	"recording.get": {
		recording: { pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
		purpose: { min: 2, max: 200 },
	},
	"visit.book": {
		matter: { pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
		"new_matter.name": { min: 1, max: 50 },
		"new_matter.contact": { min: 1, max: 50 },
		"new_matter.address": { min: 1, max: 200 },
		"new_matter.subject": { min: 1, max: 100 },
		"new_matter.request": { min: 1, max: 10000 },
		"new_matter.competent": { pattern: "^[0-9]{12}$" },
		key: { max: 64 },
	},
	"visit.cancel": {
		visit: { pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
		reason: { max: 200 },
	},
	"visit.close": {
		visit: { pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
		reply: { max: 5000 },
		commitments: { items: 50 },
		"commitments[].act": { max: 200 },
	},
} satisfies Record<string, Record<string, Limit>>;
