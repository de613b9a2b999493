/* Chromium plays the films that the studio makes: exact length, seeks, a change of size in the
 * middle, picture and sound. */
import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { root } from "../lib/deployment.mjs";

const maker = process.env.XINQIAO_FILMS ?? join(root, "build/gcc/tests/integration_media_films");
const folder = mkdtempSync(join(tmpdir(), "xinqiao-films-"));
execFileSync(maker, { env: { ...process.env, FILMS: folder }, stdio: "ignore" });
const films = readFileSync(join(folder, "list"), "utf8").trim().split("\n").map((line) => {
  const [name, type, ms] = line.split(" ");
  return { name, type, ms: Number(ms) };
});

/* Range reads, as the broker answers them. */
function serve(request, response) {
  const film = films.find((f) => request.url === `/${f.name}`);
  if (!film) {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>films</title>");
    return;
  }
  const file = join(folder, film.name);
  const { size } = statSync(file);
  const [, from, till] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const start = Number(from ?? 0), end = till ? Math.min(Number(till), size - 1) : size - 1;
  response.writeHead(from === undefined ? 200 : 206, {
    "content-type": film.type, "accept-ranges": "bytes", "content-length": end - start + 1,
    ...(from === undefined ? {} : { "content-range": `bytes ${start}-${end}/${size}` }),
  });
  createReadStream(file, { start, end }).pipe(response);
}

const server = createServer(serve).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const url = `http://127.0.0.1:${server.address().port}`;
const browser = await openBrowser();

/* A page with the film loaded and helpers: seek, play for a while, hear. */
async function openFilm(film) {
  const page = await browser.newPage();
  page.setDefaultTimeout(20000);
  await page.goto(url);
  await page.evaluate(async (src) => {
    const v = document.createElement("video");
    const heard = (what) => new Promise((done, fail) => {
      v.addEventListener(what, done, { once: true });
      v.addEventListener("error", () => fail(new Error(v.error.message)), { once: true });
    });
    document.body.append(v);
    const loaded = heard("loadedmetadata");
    v.src = src;
    await loaded;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaElementSource(v).connect(analyser).connect(context.destination);
    window.film = {
      v,
      async seek(s) {
        const done = heard("seeked");
        v.currentTime = s;
        await done;
      },
      /* Plays until it stands `s` later; the loudest moment on the way. */
      async play(s) {
        const till = v.currentTime + s, samples = new Float32Array(analyser.fftSize);
        let loudest = 0;
        await context.resume();
        await v.play();
        while (v.currentTime < till && !v.ended) {
          await new Promise((next) => setTimeout(next, 20));
          if (v.error) throw new Error(v.error.message);
          analyser.getFloatTimeDomainData(samples);
          loudest = Math.max(loudest, ...samples.map(Math.abs));
        }
        v.pause();
        return loudest;
      },
      /* The difference between the darkest and the lightest point of the picture. */
      contrast() {
        const c = document.createElement("canvas");
        c.width = v.videoWidth, c.height = v.videoHeight;
        const g = c.getContext("2d");
        g.drawImage(v, 0, 0);
        const green = g.getImageData(0, 0, c.width, c.height).data.filter((_, i) => i % 4 === 1);
        return green.reduce((a, b) => Math.max(a, b)) - green.reduce((a, b) => Math.min(a, b));
      },
    };
  }, `/${film.name}`);
  return page;
}

for (const film of films) {
  const hasPicture = film.type.startsWith("video/");
  const page = await openFilm(film).catch((error) => error);

  await test(`${film.name} has its exact length`, async () => {
    if (page instanceof Error) throw page;
    const ms = await page.evaluate(() => film.v.duration * 1000);
    console.log(`  ${Math.round(ms)} ms of ${film.ms} ms`);
    check(Math.abs(ms - film.ms) < 40, `${ms} ms instead of ${film.ms} ms`);
  });

  await test(`${film.name} plays with sound${hasPicture ? " and picture" : ""}`, async () => {
    const loudest = await page.evaluate(() => film.play(1.5));
    const seen = await page.evaluate(() => ({
      at: film.v.currentTime,
      frames: film.v.getVideoPlaybackQuality().totalVideoFrames,
      sound: film.v.webkitAudioDecodedByteCount,
      picture: film.v.webkitVideoDecodedByteCount,
    }));
    console.log(`  loudest ${loudest.toFixed(2)} ${JSON.stringify(seen)}`);
    check(seen.at >= 1.5, "the time moves");
    check(loudest > 0.1 && seen.sound > 0, "it is heard");
    if (hasPicture) check(seen.frames > 10 && seen.picture > 0, "pictures are decoded");
  });

  for (const [place, width] of [[0.75, 640], [0.2, 320], [0.93, 640]])
    await test(`${film.name} can be entered at ${place * 100} %`, async () => {
      const at = film.ms / 1000 * place;
      await page.evaluate((s) => film.seek(s), at);
      const loudest = await page.evaluate(() => film.play(0.4));
      const seen = await page.evaluate((pictured) => ({
        at: film.v.currentTime, width: film.v.videoWidth, contrast: pictured ? film.contrast() : 0,
      }), hasPicture);
      check(seen.at >= at + 0.4 && seen.at < at + 1.5, `it goes on at ${seen.at}, from ${at}`);
      check(loudest > 0.1, "it is heard there");
      if (!hasPicture) return;
      check(seen.width === width, `the picture is ${seen.width} wide, not ${width}`);
      check(seen.contrast > 100, `something is in the picture (${seen.contrast})`);
    });

  if (hasPicture)
    await test(`${film.name} plays across its change of size`, async () => {
      await page.evaluate((s) => film.seek(s), film.ms / 2000 - 0.8);
      const before = await page.evaluate(() => film.v.videoWidth);
      await page.evaluate(() => film.play(2));
      const after = await page.evaluate(() => [film.v.videoWidth, film.contrast()]);
      check(before === 320 && after[0] === 640, `from ${before} to ${after[0]}`);
      check(after[1] > 100, "something is in the larger picture");
    });

  await test(`${film.name} comes to its end`, async () => {
    await page.evaluate(() => film.seek(film.v.duration - 1));
    await page.evaluate(() => film.play(5));
    const seen = await page.evaluate(() => [film.v.ended, film.v.currentTime, film.v.duration]);
    check(seen[0] && Math.abs(seen[1] - seen[2]) < 0.05, JSON.stringify(seen));
  });
  if (!(page instanceof Error)) await page.close();
}

await browser.close();
server.close();
rmSync(folder, { recursive: true });
finish();
