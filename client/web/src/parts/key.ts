/* A name for a form or a window that nobody else has. randomUUID is for secure pages only; a broker
 * on a plain loopback port is not always one. */
export function newKey(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
