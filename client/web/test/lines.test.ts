import { expect, test } from "vitest";
import { markDocuments } from "../src/wire/lines";

const offer = ["v=0", "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:1", "a=sendonly",
	"m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:12", "a=sendonly",
	"m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:13", "a=recvonly", ""].join("\r\n");

test("only the lines of documents are marked, each once", () => {
	const marked = markDocuments(offer, ["12", "13"]).split("\r\n");
	expect(marked.filter((line) => line === "a=content:slides")).toHaveLength(2);
	expect(marked[marked.indexOf("a=mid:12") + 1]).toBe("a=content:slides");
	expect(marked[marked.indexOf("a=mid:13") + 1]).toBe("a=content:slides");
	expect(marked.filter((line) => line !== "a=content:slides").join("\r\n")).toBe(offer);
});
