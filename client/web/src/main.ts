/* The web client of Xinqiao. How it is laid out:
 *   src/wire    the one connection to the broker, the session, a live leg, the types of all
 *               messages (types.gen.ts is written by `npm run types`)
 *   src/pages   one page per place; App.vue is the frame round them, routes.ts finds them
 *   src/parts   what pages are made of; pure sums (time, strip, timeline) stand in .ts files
 *   src/words   what the pages say, zh.ts and en.ts with the same keys
 *   src/look    design tokens and plain elements
 * No request goes to another host; pages and English words are loaded when they are needed. */
import { createApp } from "vue";
import { startLook } from "./look";
import { lacking } from "./parts/later";
import App from "./pages/App.vue";
import { router } from "./pages/routes";
import { startSession } from "./wire/session";
import { startWords } from "./words";

startLook();
startWords().catch(lacking);
void startSession();
createApp(App).use(router).mount("#app");
