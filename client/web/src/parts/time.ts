/* Instants as people here write them. Everything is told in the time of Beijing. Pure. */
export type Lang = "zh" | "en";

const zone = 8 * 3_600_000;
export const dayMs = 86_400_000;
const minuteMs = 60_000;

const weekdays = {
	zh: ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
	en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};
const months = ["January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December"];

const two = (n: number) => String(n).padStart(2, "0");
const local = (at: number) => new Date(at + zone);

/* "2026-05-12" */
export function dayOf(at: number): string {
	return local(at).toISOString().slice(0, 10);
}

export function dayStart(day: string): number {
	return Date.parse(`${day}T00:00:00Z`) - zone;
}

export function dayAfter(day: string, days: number): string {
	return dayOf(dayStart(day) + days * dayMs);
}

/* "09:00" */
export function clockTime(at: number): string {
	const t = local(at);
	return `${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`;
}

/* "09:00:07" */
export const clockSeconds = (at: number) => `${clockTime(at)}:${two(local(at).getUTCSeconds())}`;

export function weekday(day: string, lang: Lang): string {
	return weekdays[lang][local(dayStart(day)).getUTCDay()] as string;
}

/* "2026年5月12日 星期二" */
export function longDay(day: string, lang: Lang): string {
	const t = local(dayStart(day));
	const [y, m, d] = [t.getUTCFullYear(), t.getUTCMonth(), t.getUTCDate()];
	return lang === "zh" ? `${y}年${m + 1}月${d}日 ${weekday(day, lang)}` :
		`${weekday(day, lang)}, ${d} ${months[m]} ${y}`;
}

/* "5月12日" */
export function shortDay(day: string, lang: Lang): string {
	const t = local(dayStart(day));
	return lang === "zh" ? `${t.getUTCMonth() + 1}月${t.getUTCDate()}日` :
		`${t.getUTCDate()} ${(months[t.getUTCMonth()] as string).slice(0, 3)}`;
}

/* "2026年5月12日 09:00", for tables. */
export function dateTime(at: number, lang: Lang): string {
	const day = dayOf(at);
	return lang === "zh" ? `${day.slice(0, 4)}年${shortDay(day, lang)} ${clockTime(at)}` :
		`${shortDay(day, lang)} ${day.slice(0, 4)} ${clockTime(at)}`;
}

/* "2026年5月12日 星期二 09:00" */
export function longTime(at: number, lang: Lang): string {
	return `${longDay(dayOf(at), lang)} ${clockTime(at)}`;
}

/* "2026年5月12日 星期二 09:00–09:40" */
export function longSpan(from: number, till: number, lang: Lang): string {
	return `${longTime(from, lang)}–${clockTime(till)}`;
}

/* "1:02:03" or "02:03": a place on a recording. */
export function runningTime(ms: number): string {
	const s = Math.max(0, Math.floor(ms / 1000));
	const short = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
	return s >= 3600 ? `${Math.floor(s / 3600)}:${short}` : short;
}

/* Whole minutes from now until an instant, rounded up; negative when it is past. */
export function minutesUntil(at: number, now: number): number {
	return at >= now ? Math.ceil((at - now) / minuteMs) : -Math.floor((now - at) / minuteMs);
}
