import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";

/**
 * Pictures of the explorer's states for people to look at: `npm run explorer:shots`, beside a running demo.
 * Another address than the demo's usual one is the first argument.
 */
const [address = "http://127.0.0.1:4000"] = process.argv.slice(2);
const FOLDER = ".cache/explorer-shots";
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

interface State {
  readonly name: string;
  readonly persona: string | null;
  readonly example: string | null;
  readonly view?: string;
  readonly opens?: (page: Page) => Promise<void>;
}

const STATES: readonly State[] = [
  { name: "1-signed-out", persona: null, example: null },
  { name: "2-table", persona: "Explorer", example: "explorer-next-inspections", view: "Table" },
  { name: "3-places", persona: "Explorer", example: "explorer-garages-near" },
  { name: "4-areas", persona: "Explorer", example: "explorer-parc-by-area" },
  { name: "5-weeks", persona: "Parts distributor", example: "explorer-demand-by-week" },
  { name: "6-refused", persona: "Parts distributor", example: "explorer-next-inspections" },
  {
    name: "7-token",
    persona: "Garage software",
    example: "explorer-odometer-histories",
    opens: (page) => page.locator(".session-chip").click(),
  },
];

async function takeState(page: Page, state: State): Promise<void> {
  await page.goto(`${address}/explorer`);
  await page.locator(".graphiql-query-editor .view-lines").waitFor();
  if (state.persona !== null) {
    await page.locator(".persona", { has: page.getByText(state.persona, { exact: true }) }).click();
    await page.locator(".session-chip").waitFor();
  }
  if (state.example !== null) {
    const example = page.locator(`[data-example="${state.example}"]`);
    if (!(await example.isVisible())) await page.getByRole("button", { name: "Show Examples" }).click();
    await example.click();
    await page.locator('.plan[aria-busy="false"]').waitFor();
    const hide = page.getByRole("button", { name: "Hide Examples" });
    if ((page.viewportSize()?.width ?? 0) < 600 && (await hide.isVisible())) await hide.click();
    await page.getByRole("button", { name: /^Execute query/ }).click();
    await page.locator(".answer").waitFor();
    await page.waitForTimeout(1500);
  }
  if (state.view !== undefined) await page.getByRole("tab", { name: state.view, exact: true }).click();
  await state.opens?.(page);
  await page.waitForTimeout(500);
}

await mkdir(FOLDER, { recursive: true });
const browser = await launchChromium();
try {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const state of STATES) await shoot(state, size, { viewport, colorScheme });
    }
  }
} finally {
  await browser.close();
}

async function shoot(state: State, size: string, options: BrowserContextOptions): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") process.stderr.write(`${state.name}: ${message.text()}\n`);
  });
  await takeState(page, state).catch((error: unknown) => {
    process.stderr.write(`${state.name} (${size}): ${(error as Error).message.split("\n")[0] ?? ""}\n`);
  });
  await page.screenshot({
    path: path.join(FOLDER, `${state.name}-${size}-${options.colorScheme ?? ""}.png`),
    fullPage: size === "narrow",
  });
  await context.close();
}
