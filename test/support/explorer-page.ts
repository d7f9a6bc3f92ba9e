import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect } from "vitest";

export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 390, height: 844 };

/** Signs in as a persona of the demo, by the title on its button. */
export async function signIn(page: Page, title: string): Promise<void> {
  await page.locator(".persona", { has: page.getByText(title, { exact: true }) }).click();
  await page.locator(".session-name", { hasText: title }).waitFor();
}

/** Chooses an example, waits for its plan, and runs it. */
export async function runExample(page: Page, key: string): Promise<void> {
  await page.locator(`[data-example="${key}"]`).click();
  // Some examples first ask for an id to begin with; what was in the editor stays there meanwhile.
  const [, name = ""] =
    /^query (\w+)/m.exec(await readFile(`schema/operations/${key}.graphql`, "utf8")) ?? [];
  await page.locator(".graphiql-query-editor .view-line", { hasText: name }).first().waitFor();
  await runPlanned(page);
}

/** Runs what is in the editor once it is planned: until then the page still takes in the token and the schema. */
export async function runPlanned(page: Page): Promise<void> {
  await page.locator('.plan[aria-busy="false"] .plan-cost').waitFor();
  await page.getByRole("button", { name: /^Execute query/ }).click();
  await page.locator(".run-facts", { hasText: " ms" }).waitFor();
}

/** Waits until a picture consists of more than its frame. */
export async function drawn(page: Page, picture: string): Promise<void> {
  const shapes = page.locator(`[data-picture="${picture}"] svg :is(path, circle)`);
  await expect.poll(() => shapes.count(), { timeout: 15_000 }).toBeGreaterThan(10);
}

/** All that the browser keeps of the page beyond its memory. */
export async function keptBy(page: Page): Promise<string> {
  // As text: this file is checked without a browser's names.
  const kept = await page.evaluate(`(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    cookies: document.cookie,
    address: location.href,
    state: JSON.stringify(history.state),
  }))()`);
  return JSON.stringify([kept, await page.context().storageState()]);
}
