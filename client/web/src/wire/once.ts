/* One request without the socket: sign-in and the resident's query page. */
import { failureOf, ownFailure, Failure } from "./failure";
import { lang } from "../words";
import type { Method, Params, Result } from "./types.gen";

async function post(path: string, body: unknown): Promise<Response> {
	try {
		return await fetch(path, { method: "POST", credentials: "same-origin",
			headers: { "Content-Type": "application/json", "Accept-Language": lang() }, body: JSON.stringify(body) });
	} catch {
		throw ownFailure("no_connection");
	}
}

async function read(response: Response) {
	try {
		return await response.json();
	} catch {
		throw ownFailure(response.ok ? "unreadable" : "no_connection");
	}
}

export async function askOnce<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
	const response = await post("/rpc", { jsonrpc: "2.0", id: 1, method, params });
	const answer = await read(response);
	if (answer.error)
		throw failureOf({ ...answer.error, data: answer.error.data ?? answer.error });
	return answer.result;
}

export async function signIn(account: string, password: string): Promise<void> {
	const response = await post("/session", { account, password });
	if (response.ok)
		return;
	const answer = await read(response).catch(() => ({}));
	throw new Failure(answer.error ?? { word: "no_connection" });
}

export async function signOut(): Promise<void> {
	await fetch("/session", { method: "DELETE", credentials: "same-origin" }).catch(() => undefined);
}

/* A request of a page that goes away: it outlives the page, nobody hears its answer. What is more
 * than browsers send for a page that is gone may still leave if it is only hidden. */
export function askFarewell<M extends Method>(method: M, params: Params<M>): void {
	const request = { jsonrpc: "2.0", id: 1, method, params };
	const body = new Blob([JSON.stringify(request)], { type: "application/json" });
	if (!navigator.sendBeacon("/rpc", body))
		void post("/rpc", request).catch(() => undefined);
}
