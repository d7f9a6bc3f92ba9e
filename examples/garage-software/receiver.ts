import { createServer, type IncomingMessage, type Server } from "node:http";
import { Webhook } from "standardwebhooks";

/** The body of a delivery. */
export interface Delivered {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly subject: { readonly type: string; readonly id: string } | null };
}

/** Larger than any delivery. */
const MOST_BYTES = 64 * 1024;
/** Deliveries come at least once: ids that were seen are left out. A real receiver keeps them beside what it did. */
const MOST_REMEMBERED = 10_000;

/**
 * Takes deliveries, and hands on each genuine event once. Answers before the work is done: a sender waits 15 seconds and
 * then sends again.
 * @param key as `createWebhookEndpoint` told it: `whsec_…`
 */
export function openReceiver(key: () => string, onEvent: (id: string, event: Delivered) => void): Server {
  const seen = new Set<string>();

  return createServer((request, response) => {
    void readBody(request).then((body) => {
      const event = body === null ? null : verified(key(), body, request);
      response.writeHead(event === null ? 400 : 204).end();
      const id = String(request.headers["webhook-id"]);
      if (event === null || seen.has(id)) return;
      seen.add(id);
      for (const oldest of seen) {
        if (seen.size <= MOST_REMEMBERED) break;
        seen.delete(oldest);
      }
      onEvent(id, event);
    });
  });
}

/** The event, or null where the delivery is not from whom it says, was changed, or is older than five minutes. */
function verified(key: string, body: string, { headers }: IncomingMessage): Delivered | null {
  try {
    // The raw body: parsed and written again, it would be another text.
    return new Webhook(key).verify(body, headers as Record<string, string>) as Delivered;
  } catch {
    return null;
  }
}

/** Null where it is too long, or its sender went away. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  } catch {
    return null;
  }
}
