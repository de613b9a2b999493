/* What is said of typing, in English. */
import type { zhTyped } from "./zh_typed";

export const enTyped: Record<keyof typeof zhTyped, string> = {
	"minutes.saved": "Saved",
	"minutes.saving": "Saving…",
	"minutes.unsaved": "Not saved yet",
	"minutes.over": "The visit is closed: this is not saved any more",
	"minutes.writes": "{name} is writing",
	"minutes.kept_here": "What you wrote is still on this page, nothing is lost.",
	"minutes.both": "Both changed this; both are kept:",
	"minutes.mine": "You:",
	"minutes.theirs": "They:",
	"minutes.removed": "(removed it)",
	"minutes.keep_mine": "Keep yours",
	"minutes.keep_theirs": "Keep theirs",
	"minutes.keep_both": "Keep both",

	"draft.found": "There is a booking form that was not finished",
	"draft.found_help": "Saved {time}. To protect the resident it is not shown yet. Go on if it is the same resident; discard it if somebody else has come.",
	"draft.go_on": "Go on with it",
	"draft.discard": "Discard this form",
	"draft.discarded": "Discarded: it is deleted from the server.",
	"draft.other": "The booking form of another window of yours is being kept; this one is not saved.",
	"draft.take_other": "Use that one",
	"draft.keep_this": "Keep this one",
	"draft.saved": "Draft saved; only you see it, and it is deleted when the visit is booked",
	"draft.unsaved": "Draft not saved yet",

	"fault.empty": "Please fill in “{field}”.",
	"fault.long": "“{field}” is too long ({n} characters): shorten it to {max} at most.",
	"fault.short": "“{field}” is too short: write at least {min} characters.",
	"fault.many": "“{field}” has room for {max} at most: remove what is not needed first.",
	"fault.a_field": "This entry",
	"book.fix": "Correct “{field}”",
	"book.gone": "The time that was chosen, {time}, has been taken by somebody else. Please choose another.",

	"app.sign_out_unsaved": "Part of what you wrote is not saved yet and is lost if you sign out now. Cancel, wait until the page says “Saved”, or shorten it first.",
	"app.sign_out_anyway": "Sign out without saving",

	"act.booking.get": "booking draft viewed",
	"act.booking.save": "booking draft saved",
	"act.booking.discard": "booking draft discarded",
	"act.closing.get": "drafted closing viewed",
	"act.closing.save": "drafted closing saved",
	"act.minutes.get": "minutes viewed",
};
