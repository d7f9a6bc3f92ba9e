import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DemoCredential } from "../modules/partners/index.ts";

/** Built by `npm run build:explorer`; as far from `src/app` as from `dist/app`. */
const BUILT = fileURLToPath(new URL("../../dist/explorer", import.meta.url));

export interface ExplorerDeps {
  /** The demo's credentials by persona, offered for signing in with one click; null where this is no demo. */
  readonly demoCredentials: (() => Promise<Readonly<Record<string, DemoCredential>>>) | null;
}

/**
 * Nothing from elsewhere, no inline script, no form that a browser sends by itself. Styles may be inline: the editor
 * writes its colours into the page.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE_HEADERS = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
} as const;

/** `GET /explorer` and its files, for everybody: they hold no data. What they show, they ask for with a token. */
export async function explorerRoutes(app: FastifyInstance, deps: ExplorerDeps): Promise<void> {
  app.get("/explorer/demo.json", async (request, reply) => {
    const { demoCredentials } = deps;
    const offered = demoCredentials !== null && isFromThisMachine(request) ? await demoCredentials() : {};
    return reply.send({ personas: offered });
  });
  if (!existsSync(BUILT)) return;
  await app.register(fastifyStatic, {
    root: BUILT,
    prefix: "/explorer/",
    index: false,
    preCompressed: true,
    cacheControl: false,
    dotfiles: "ignore",
    setHeaders: (reply, path) => {
      // Names of files under assets/ change with their content.
      const isNamedByContent = path.includes("/assets/");
      reply.headers({
        ...PAGE_HEADERS,
        "cache-control": isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache",
      });
    },
  });
  const sendPage = (_request: FastifyRequest, reply: FastifyReply) => reply.sendFile("index.html");
  app.get("/explorer", sendPage);
  app.get("/explorer/", sendPage);
}

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/**
 * Whether the browser runs on this machine and knows this server by a name of this machine. A proxy's request names the
 * one it stands for; a foreign page that had its own name point here (DNS rebinding) names that.
 */
function isFromThisMachine({ headers, raw }: FastifyRequest): boolean {
  const isForwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"].some((name) => name in headers);
  const site = headers["sec-fetch-site"];
  return (
    !isForwarded &&
    (site === undefined || site === "same-origin") &&
    LOOPBACK.test(raw.socket.remoteAddress ?? "") &&
    LOOPBACK_HOST.test(headers.host ?? "")
  );
}
