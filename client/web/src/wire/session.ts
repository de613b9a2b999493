/* Who is signed in, and the one connection of this page, as the pages see them. */
import { reactive, readonly } from "vue";
import { Connection, type Socket } from "./connection";
import { askOnce, signIn, signOut } from "./once";
import type { Link } from "./retry";
import type { Method, Params, Result } from "./types.gen";
import { askIn } from "../words";

export type Staff = NonNullable<Result<"session.get">["staff"]>;

interface Session {
	/* false until the broker has said who we are */
	known: boolean;
	/* signed out by the broker while a page was open: the page is kept behind the sign-in */
	expired: boolean;
	staff: Staff | null;
	demo: boolean;
	link: Link;
}

const state = reactive<Session>({ known: false, expired: false, staff: null, demo: false,
	link: "idle" });
export const session = readonly(state) as Readonly<Session>;

let clockOffset = 0;

/* The broker's clock, as far as this machine knows it. */
export const serverNow = () => Date.now() + clockOffset;

function openSocket(): Socket {
	const scheme = location.protocol === "https:" ? "wss" : "ws";
	return new WebSocket(`${scheme}://${location.host}/ws?language=${askIn()}`,
		"xinqiao.v1") as unknown as Socket;
}

export const connection = new Connection({
	socket: openSocket,
	signedIn: async () => (await askOnce("session.get", {})).signed_in,
	isOurs: (staff) => !state.staff || staff?.id === state.staff.id,
	now: () => performance.now(),
	chance: () => Math.random(),
});

export function ask<M extends Method>(method: M, params: Params<M>, within?: number) {
	return connection.ask(method, params, within);
}

async function learn(): Promise<Staff | null> {
	const before = Date.now();
	const answer = await askOnce("session.get", {});
	clockOffset = answer.now - (before + Date.now()) / 2;
	state.demo = answer.demo;
	return answer.signed_in ? answer.staff ?? null : null;
}

/* At the start of the page. Keeps trying while the broker cannot be reached. */
export async function startSession(): Promise<void> {
	connection.onLink((link) => {
		state.link = link;
		if (link === "signed_out")
			state.expired = true;
	});
	setInterval(() => connection.tick(), 1000);
	addEventListener("online", () => connection.online());
	for (;;) {
		try {
			state.staff = await learn();
			break;
		} catch {
			state.link = "waiting";
			await new Promise((resolve) => setTimeout(resolve, 2000));
		}
	}
	state.known = true;
	state.link = "idle";
	if (state.staff)
		connection.start();
}

/* What pages have still to save before nobody is signed in here any more. */
const savers = new Set<() => Promise<boolean>>();
let left = false;

export function onLeaving(save: () => Promise<boolean>): () => void {
	savers.add(save);
	return () => void savers.delete(save);
}

/* Saves what was not saved yet; false: not all of it could be. */
export async function saveAll(within = 3000): Promise<boolean> {
	const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), within));
	const saved = Promise.all([...savers].map((save) => save())).then((all) => all.every(Boolean));
	return Promise.race([saved, late]);
}

/* Whoever wrote on this page has gone: it keeps nothing and sends nothing any more. */
export const hasLeft = () => left;

function goHome(): void {
	left = true;
	sessionStorage.clear();
	location.assign("/");
}

export async function enter(account: string, password: string): Promise<void> {
	await signIn(account, password);
	const staff = await learn();
	const other = state.staff && staff && state.staff.id !== staff.id;
	if (other)
		return goHome();
	state.staff = staff;
	state.expired = false;
	connection.restart();
}

export async function leave(): Promise<void> {
	await signOut();
	connection.stop();
	goHome();
}

export const hasRole = (...roles: string[]) =>
	state.staff?.roles.some((role) => roles.includes(role)) ?? false;
