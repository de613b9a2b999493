/* Where the pages are. Ids stand in addresses, persons never. */
import { createRouter, createWebHistory, type RouteLocationRaw } from "vue-router";
import { missing } from "../parts/later";
import { hasRole } from "../wire/session";
import { t, word } from "../words";
import type { Key } from "../words/zh";

export interface Place {
	to: string;
	title: Key;
	roles: string[];
}

/* The home pages, in the order in which they are offered. */
export const places: Place[] = [
	{ to: "/clerk", title: "home.clerk", roles: ["clerk"] },
	{ to: "/official", title: "home.official", roles: ["official", "recorder"] },
	{ to: "/duty", title: "home.duty", roles: ["duty"] },
	{ to: "/matters", title: "home.supervise", roles: ["supervisor"] },
	{ to: "/recordings", title: "home.archive", roles: ["archivist", "supervisor"] },
	{ to: "/nodes", title: "home.tree", roles: ["sysadmin"] },
	{ to: "/servers", title: "home.servers", roles: ["sysadmin"] },
	{ to: "/rights", title: "home.rights", roles: ["secadmin"] },
	{ to: "/audit", title: "home.audit", roles: ["auditor"] },
];

export const myPlaces = () => places.filter((place) => hasRole(...place.roles));

declare module "vue-router" {
	interface RouteMeta {
		title?: Key;
		open?: boolean;
		wide?: boolean;
	}
}

export const router = createRouter({
	history: createWebHistory(),
	scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
	routes: [
		{ path: "/", component: () => import("./Home.vue") },
		{ path: "/q", meta: { title: "query.title", open: true },
			component: () => import("./Query.vue") },
		{ path: "/clerk", meta: { title: "clerk.title" },
			component: () => import("./Clerk.vue") },
		{ path: "/book", meta: { title: "book.title" }, component: () => import("./Book.vue") },
		{ path: "/visit/:visit", meta: { title: "visit.title" },
			component: () => import("./Visit.vue") },
		{ path: "/visit/:visit/slip", meta: { title: "visit.slip" },
			component: () => import("./Slip.vue") },
		{ path: "/visit/:visit/check-in", meta: { title: "check.title" },
			component: () => import("./CheckIn.vue") },
		{ path: "/devices", meta: { title: "check.devices_title" },
			component: () => import("./Devices.vue") },
		{ path: "/visit/:visit/devices", meta: { title: "check.devices_title" },
			component: () => import("./Devices.vue") },
		{ path: "/visit/:visit/call", meta: { title: "call.title", wide: true },
			component: () => import("./Call.vue") },
		{ path: "/official", meta: { title: "official.title" },
			component: () => import("./Official.vue") },
		{ path: "/duty", meta: { title: "duty.title" },
			component: () => import("./Official.vue"), props: { duty: true } },
		{ path: "/recordings", meta: { title: "archive.title" },
			component: () => import("./Archive.vue") },
		{ path: "/recordings/:recording", meta: { title: "play.title" },
			component: () => import("./Recording.vue") },
		{ path: "/matters", meta: { title: "supervise.title" },
			component: () => import("./Supervise.vue") },
		{ path: "/rights", meta: { title: "rights.title" }, component: () => import("./Rights.vue") },
		{ path: "/nodes", meta: { title: "tree.title" }, component: () => import("./Tree.vue") },
		{ path: "/servers", meta: { title: "servers.title" },
			component: () => import("./Servers.vue") },
		{ path: "/audit", meta: { title: "audit.title" }, component: () => import("./Audit.vue") },
		{ path: "/:rest(.*)*", component: () => import("./NotFound.vue") },
	],
});

export function showTitle(): void {
	const title = router.currentRoute.value.meta.title;
	document.title = title ? `${t(title)} · ${t("app.name")}` : t("app.name");
}

/* After something was done: a page that does not arrive is said by the frame, and what was done is done. */
export const moveOn = (to: RouteLocationRaw, how: "push" | "replace" = "push") =>
	router[how](to).catch(() => undefined);

router.afterEach(showTitle);
router.onError((_why, to) => (missing.value = to.fullPath));
router.afterEach((_to, _from, failure) => {
	if (!failure)
		missing.value = "";
});

export const roleWord = (role: string) => word("role", role);
