/* The call of this page, as the frame around it needs it: who signs out leaves it first. */
import { shallowRef } from "vue";

/* Leaves the call; null: this page is in none. */
export const leaveCall = shallowRef<(() => Promise<void>) | null>(null);
