// The page that `git cvx matrix --html` writes, in a browser: wide and narrow, light and dark.
// SPDX-License-Identifier: MIT
//
// CVX_SHOTS names a folder that the pictures are left in.
import assert from "node:assert/strict";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inBegunWorld } from "../e2e/lib/world.mjs";
import { noBrowser, withPage } from "./lib/browser.mjs";

const HOSTILE = `feature/<img/src=x/onerror=alert(1)>&"'`;
const LOOKS = [1280, 390].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));

const CELLS = `[...document.querySelectorAll("tbody tr")].map((row) => [
  row.querySelector(".id").textContent,
  ...[...row.querySelectorAll("td:not(.filler)")].map((cell) => cell.className.split(" ")[0]),
])`;

/** Of the page and of what it scrolls: whether a width is more than there is room for. */
const FITS = `document.documentElement.scrollWidth <= innerWidth
  && [...document.querySelectorAll("header, main > *, footer")].every((e) => {
    const { left, right } = e.getBoundingClientRect();
    return left >= 0 && right <= innerWidth;
  })`;

/** The second column stands beside the first, and the heads stay when the table is scrolled. */
const STICKS = `(() => {
  const scroller = document.querySelector(".scroller");
  const place = (selector) => document.querySelector(selector).getBoundingClientRect();
  const before = [place("thead th").top, place("tbody th").left];
  scroller.scrollTo(60, 60);
  const after = [place("thead th").top, place("tbody th").left];
  scroller.scrollTo(0, 0);
  return JSON.stringify(before) === JSON.stringify(after);
})()`;

/** What is told of the cell that has the focus: seen, and nowhere cut off. */
const TIP = `(() => {
  const button = document.querySelector("td.failed button");
  button.focus({ preventScroll: true });
  const tip = document.getElementById(button.getAttribute("aria-describedby"));
  const { left, right, top, bottom } = tip.getBoundingClientRect();
  const seen = document.elementsFromPoint((left + right) / 2, (top + bottom) / 2).length > 0;
  return { text: tip.innerText, whole: seen && left >= 0 && top >= 0
    && right <= innerWidth && bottom <= innerHeight && right - left > 100 };
})()`;

const COLOURS = `[document.documentElement, document.querySelector(".summary")].map((e) => {
  const style = getComputedStyle(e);
  return e === document.documentElement ? style.backgroundColor : style.color;
}).map((rgb) => rgb.match(/\\d+/g).reduce((sum, n) => sum + Number(n), 0))`;

async function prepare(world) {
  world.write(".env.away", "CONVEX_SELF_HOSTED_URL=http://127.0.0.1:9\nCONVEX_SELF_HOSTED_ADMIN_KEY='k3y|of-away'\n");
  world.write(".git/info/exclude", ".env*\n*.html\n");
  world.set('env "away"', "env-file", ".env.away");
  await world.checkout("-q", "feature/split-name");
  await world.checkout("-q", "feature/throws"); // undone, and failed
  await world.run("git", ["checkout", "-q", "main"], { env: { CVX_SKIP: "1" } });
  await world.git("branch", "-q", HOSTILE, "feature/two-steps");
}

/** The same, as --json tells it. */
async function cellsOfJson(world) {
  const { migrations } = JSON.parse((await world.mustCvx("matrix", "--json")).stdout);
  return migrations.map(({ id, branches, environments }) => [
    id,
    ...branches.map(({ state }) => state),
    ...environments.map(({ state }) => (state === "never" ? "absent" : state)),
  ]);
}

test(
  "a page that stands alone, and reads well wide and narrow, light and dark",
  { skip: noBrowser() },
  inBegunWorld(async (world) => {
    await prepare(world);
    await world.mustCvx("matrix", "--html", "matrix.html");
    const text = world.read("matrix.html");
    for (const secret of [world.deployment.adminKey, world.deployment.url, "k3y", "127.0.0.1", world.root])
      assert.ok(!text.includes(secret), `the page holds '${secret}'`);

    const shots = process.env.CVX_SHOTS ?? join(world.root, "shots");
    mkdirSync(shots, { recursive: true });
    await withPage(world.home, world.path("matrix.html"), async (page) => {
      assert.deepEqual(await page.evaluate(CELLS), await cellsOfJson(world));
      const heads = await page.evaluate(`[...document.querySelectorAll("thead th")].map((th) => th.title)`);
      assert.ok(heads.includes(HOSTILE), heads.join());
      assert.equal(await page.evaluate(`document.querySelectorAll("img, script").length`), 0);
      for (const { width, scheme } of LOOKS) {
        await page.look(width, 844, scheme);
        const which = `${width} ${scheme}`;
        assert.ok(await page.evaluate(FITS), `wider than ${which}`);
        assert.ok(await page.evaluate(STICKS), `heads don't stick: ${which}`);
        const [back, front] = await page.evaluate(COLOURS);
        assert.ok(scheme === "dark" ? back < 150 && front > 600 : back > 700 && front < 150, which);
        const tip = await page.evaluate(TIP);
        assert.match(tip.text, /^dev: failed, \d{4}-.* UTC, by .*, from [0-9a-f]{7} \(feature\/throws\), 10 documents\nuser 'grace' has no/);
        assert.ok(tip.whole, `cut off: ${which}`);
        const shot = join(shots, `matrix-${width}-${scheme}.png`);
        await page.screenshot(shot);
        assert.ok(statSync(shot).size > 5_000, shot);
      }
      assert.deepEqual(page.requests, [`file://${world.path("matrix.html")}`]);
      assert.deepEqual(page.complaints, []);
    });
  }),
);
