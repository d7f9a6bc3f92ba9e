import { execFile } from "node:child_process";
import { promisify } from "node:util";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { linkTo } from "../../../src/explorer/share/link.ts";
import { findChromium, launchChromium } from "../../support/chromium.ts";
import { createDemoServer, type DemoServer } from "../../support/demo.ts";
import { loadOf } from "../../support/explorer-load.ts";
import { drawn, keptBy, NARROW, runExample, runPlanned, signIn, WIDE } from "../../support/explorer-page.ts";

const run = promisify(execFile);
const MOST_TRANSFERRED_BYTES = 2_500_000;

/** The explorer as people meet it, in the machine's own Chromium; skipped where there is none. */
describe.skipIf(findChromium() === null)("the explorer in a browser", { timeout: 60_000 }, () => {
  let server: DemoServer;
  let browser: Browser;
  let context: BrowserContext;
  /** One page for questions that leave nothing behind, signed in as Explorer. */
  let shared: Page | undefined;
  const astray: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([createDemoServer(), launchChromium()]);
  }, 60_000);
  afterAll(async () => {
    await shared?.context().close();
    await browser.close();
    await server.close();
  });
  afterEach(async () => {
    if (context !== shared?.context()) await context.close();
    expect(astray.splice(0)).toEqual([]);
    expect(complaints.splice(0)).toEqual([]);
  });

  /** A page that holds nothing yet and may ask nobody but the server, nor complain. */
  async function blank(options: BrowserContextOptions = {}): Promise<Page> {
    context = await browser.newContext(options);
    const page = await context.newPage();
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url()))
        astray.push(request.url());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      const isRefusal = message.text().includes("Failed to load resource");
      if (message.type() === "error" && !isRefusal) complaints.push(message.text());
    });
    return page;
  }

  async function open(viewport = WIDE, colorScheme: "light" | "dark" = "light", hash = ""): Promise<Page> {
    const page = await blank({ viewport, colorScheme, acceptDownloads: true });
    await page.goto(`${server.url}/explorer${hash}`);
    await page.locator(".graphiql-query-editor .view-line").first().waitFor();
    return page;
  }

  async function asExplorer(): Promise<Page> {
    if (shared === undefined) {
      shared = await open();
      await signIn(shared, "Explorer");
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    }
    context = shared.context();
    return shared;
  }

  test("loads from its own origin alone, in less than 2.5 MB", async () => {
    const { bytes } = await loadOf(await blank(), `${server.url}/explorer`);
    expect(bytes).toBeGreaterThan(500_000);
    expect(bytes).toBeLessThan(MOST_TRANSFERRED_BYTES);
  });

  test("signs in as each persona with one click, shows what its token may do, and signs out", async () => {
    const page = await open();
    const personas = {
      "Parts distributor": "distributor",
      "Garage software": "garage",
      "Inspection network": "supplier",
    };
    for (const [title, persona] of Object.entries({
      ...personas,
      Explorer: "explorer",
      "Rival garage software": "rival",
    })) {
      await signIn(page, title);
      expect(await page.locator(".session-time").innerText()).toMatch(/^(10:00|9:\d\d)$/);
      await page.locator(".session-chip").click();
      const details = page.getByRole("dialog", { name: "Your token" });
      await details.getByRole("heading", { name: "Contract" }).waitFor();
      expect(await details.locator(".scopes li").count()).toBeGreaterThan(2);
      expect(await details.innerText()).toContain(server.credentials[persona]!.clientId);
      await details.getByRole("button", { name: "Sign out" }).click();
    }
  });

  test("says in the authorisation server's words why a credential is refused", async () => {
    const page = await open();
    await page.getByLabel("Client id").fill("kbc_nobody");
    await page.getByLabel("Client secret").fill("kbs_nothing");
    await page.getByLabel("Client secret").press("Enter");
    await page.locator(".sign-in .failure").waitFor();
    expect(await page.getByLabel("Client secret").inputValue()).toBe("");
  });

  test("plans an example, runs it, and draws, tabulates and gives away its answer", async () => {
    const page = await open();
    await signIn(page, "Explorer");
    await runExample(page, "explorer-odometer-histories");
    expect(await page.locator(".plan").innerText()).toMatch(/Costs [\d,]+ of 1,000/);
    expect(await page.locator(".plan-masked").innerText()).toContain("OdometerReading.km");
    expect(await page.locator(".run-facts").innerText()).toMatch(/Cost \d+.*\d+ ms/s);
    const picture = page.locator('[data-picture="days"]');
    await drawn(page, "days");
    expect(await picture.getAttribute("aria-label")).toContain("Odometer, km");

    await page.getByRole("tab", { name: "Table" }).click();
    expect(await page.locator(".table-scroll tbody tr").count()).toBe(6);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("vehicles.csv");
    await page.getByRole("tab", { name: "JSON" }).click();
    await page.locator(".result-window .view-line", { hasText: "odometerReadings" }).first().waitFor();
  });

  test("draws garages on a map of its own, demand by week with its bands, and quality as a calibration curve", async () => {
    const page = await asExplorer();
    await runExample(page, "explorer-garages-near");
    await drawn(page, "places");
    await runExample(page, "explorer-demand-by-week");
    await drawn(page, "days");
    await runExample(page, "explorer-how-often-signals-were-right");
    await drawn(page, "calibration");
  });

  test("shades a map of regions by how many vehicles are on the road in each", async () => {
    const query = `{ vehiclesInOperation(filter: { area: "FR", areaLevel: REGION }, by: [AREA]) { cells { area vehicles } } }`;
    const { hash } = new URL(linkTo(server.url, { query, variables: "" }));
    const page = await open(WIDE, "dark", hash);
    await signIn(page, "Explorer");
    await runPlanned(page);
    await drawn(page, "areas");
    expect(await page.locator('[data-picture="areas"]').getAttribute("aria-label")).toMatch(/FR-ARA \d+/);
  });

  test("explains a scope that a token lacks before and after asking, and what to ask for", async () => {
    const page = await open();
    await signIn(page, "Parts distributor");
    await page.locator('[data-example="explorer-next-inspections"]').click();
    await page.locator(".scope-missing", { hasText: "vehicles:read" }).waitFor();
    await page.locator(".graphiql-query-editor .view-line").first().click();
    await page.keyboard.press("Control+Enter");
    const refusal = page.locator(".refusal");
    await refusal.waitFor();
    const text = await refusal.innerText();
    expect(text).toContain("This token may not ask that");
    expect(text).toContain("Query.vehicles");
    expect(text).toContain(
      `Please add “vehicles:read” to our contract, for client ${server.credentials["distributor"]!.clientId}`,
    );
  });

  test("copies an operation as a curl command that answers the same, and holds no secret", async () => {
    const page = await asExplorer();
    await runExample(page, "explorer-garages-near");
    await page.getByRole("button", { name: "Copy as …" }).click();
    await page.getByRole("menuitem", { name: "Copy as curl" }).click();
    await page.locator(".said", { hasText: "Copied as curl" }).waitFor();
    const command = await page.evaluate<string>("navigator.clipboard.readText()");
    const { clientId, clientSecret } = server.credentials["explorer"]!;
    expect(command).not.toContain(clientSecret);
    expect(command).not.toContain("eyJ");
    const { stdout } = await run("sh", ["-c", command], {
      env: { PATH: process.env["PATH"] ?? "", CLIENT_ID: clientId, CLIENT_SECRET: clientSecret },
    });
    const { data } = JSON.parse(stdout) as { data: { garages: { edges: unknown[] } } };
    expect(data.garages.edges).toHaveLength(40);
  });

  test("keeps its history over a reload, and nothing of token and secret anywhere", async () => {
    const page = await open();
    const answers: string[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith("/oauth/token")) void response.text().then((text) => answers.push(text));
    });
    await signIn(page, "Explorer");
    await runExample(page, "explorer-who-am-i");
    const { access_token: token } = JSON.parse(answers[0]!) as { access_token: string };
    expect(token.length).toBeGreaterThan(100);
    for (const secret of [token, token.split(".")[2]!, server.credentials["explorer"]!.clientSecret]) {
      expect(await keptBy(page)).not.toContain(secret);
    }
    expect(await keptBy(page)).toContain("WhoAmI");

    await page.reload();
    await page.getByRole("region", { name: "Sign in" }).waitFor();
    expect(await page.locator(".session-chip").count()).toBe(0);
    await page.getByRole("button", { name: "Show History" }).click();
    await page.locator(".graphiql-history-item", { hasText: "WhoAmI" }).waitFor();
  });

  test("opens a link's question in the editor, without who asked it", async () => {
    const page = await open();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator('[data-example="explorer-when-is-a-van-due"]').click();
    await page.getByRole("button", { name: "Copy as …" }).click();
    await page.getByRole("menuitem", { name: /link/ }).click();
    await page.locator(".said", { hasText: "Copied a link" }).waitFor();
    const link = await page.evaluate<string>("navigator.clipboard.readText()");
    await context.close();
    const opened = await open(WIDE, "light", new URL(link).hash);
    await opened.locator(".graphiql-query-editor .view-line", { hasText: "WhenIsAVanDue" }).waitFor();
    await opened.locator(".graphiql-editor-tool .view-line", { hasText: "DIESEL" }).waitFor();
  });

  test("has guides at hand that lead to each other", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Show Guides" }).click();
    await page.locator(".guide h1").waitFor();
    const link = page.locator('.guide a[href$=".md"]').first();
    const target = (await link.getAttribute("href"))!.replace(".md", "");
    await link.click();
    await expect
      .poll(() => page.locator(".guide-choice select").inputValue(), { timeout: 15_000 })
      .toBe(target);
  });

  test.each([
    ["wide and light", WIDE, "light"],
    ["narrow and dark", NARROW, "dark"],
  ] as const)("has no serious fault for people who cannot see or point: %s", async (_name, size, scheme) => {
    const page = await open(size, scheme);
    const faults = async () => {
      // The editor's own inner elements are its makers' concern.
      const { violations } = await new AxeBuilder({ page }).exclude(".monaco-editor").analyze();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
    };
    expect(await faults()).toEqual([]);
    await signIn(page, "Explorer");
    if (size === NARROW) await page.getByRole("button", { name: "Show Examples" }).click();
    await runExample(page, "explorer-next-inspections");
    expect(await faults()).toEqual([]);
    const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
