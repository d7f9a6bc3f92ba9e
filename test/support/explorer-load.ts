import type { Page } from "playwright-core";

export interface Load {
  /** From asking for the page to seeing what was typed into its editor. */
  readonly usableMs: number;
  /** Of all answers, heads and bodies, as they went over the wire. */
  readonly bytes: number;
}

/** Loads the explorer into a page whose browser has kept nothing of it. */
export async function loadOf(page: Page, address: string): Promise<Load> {
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    sizes.push(
      request
        .sizes()
        .then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
    );
  });
  const startedAt = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.locator(".graphiql-query-editor .view-line").first().click();
  await page.keyboard.type("# here");
  await page.locator(".graphiql-query-editor .view-line", { hasText: "# here" }).first().waitFor();
  const usableMs = performance.now() - startedAt;
  await page.waitForLoadState("networkidle");
  return { usableMs, bytes: (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) };
}
