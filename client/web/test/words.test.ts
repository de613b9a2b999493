import { expect, test } from "vitest";
import { en } from "../src/words/en";
import { zh } from "../src/words/zh";

const holes = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[:}]/g)].map((one) => one[1]))].sort();

test("English is complete and fills in the same values", () => {
	expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
	for (const key of Object.keys(zh) as (keyof typeof zh)[])
		expect([key, holes(en[key])]).toEqual([key, holes(zh[key])]);
});

test("no technical word reaches a clerk", () => {
	for (const text of Object.values(zh))
		expect(text).not.toMatch(/ICE|WebRTC|SDP|WebSocket|token|null|undefined/i);
});
