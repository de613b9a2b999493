import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

/* `npm run dev` talks to a broker that runs on its loopback port. */
const broker = "http://localhost:8080";
const proxied = Object.fromEntries(
	["/rpc", "/session", "/files"].map((path) => [path, { target: broker }]));

export default defineConfig({
	plugins: [vue()],
	build: {
		target: ["es2020", "chrome87", "firefox78", "safari14"],
		modulePreload: { polyfill: false },
		assetsInlineLimit: 0,
		chunkSizeWarningLimit: 400,
		/* 19 kB as one file: where each page has its own, a page whose file was lost on the way
		 * is tried again and shown without it. */
		cssCodeSplit: false,
		rollupOptions: {
			output: { manualChunks: (id) => (/node_modules\/(@vue|vue|vue-router)\//.test(id) ?
				"vue" : undefined) },
		},
	},
	server: { proxy: { ...proxied, "/ws": { target: broker, ws: true } } },
});
