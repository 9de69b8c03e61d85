// @ts-check
// The extension's icon as VS Code wants it, from the drawing: `npm run icon`.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium as browserType } from "playwright-core";
import { ROOT } from "./lib/bootstrap.mjs";
import { reportLine } from "./lib/report.mjs";
import { chromium } from "./lib/systemPackages.mjs";

const SIZE = 256;
const svg = await readFile(join(ROOT, "images/icon.svg"), "utf8");
const browser = await browserType.launch({ executablePath: await chromium(reportLine), args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await page.screenshot({ path: join(ROOT, "images/icon.png"), omitBackground: true });
} finally {
  await browser.close();
}
