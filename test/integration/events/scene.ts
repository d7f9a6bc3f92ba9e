import { gql } from "graphql-request";
import { appendEvents, type NewEvent } from "../../../src/modules/events/index.ts";
import { IdCodec } from "../../../src/platform/read/ids.ts";
import { builders } from "../../builders/index.ts";
import { createTestServer, TEST_KEYS, type TestPartner } from "../../support/server.ts";

const EVENTS = gql`
  query ($after: String, $types: [EventType!], $first: Int) {
    events(after: $after, types: $types, first: $first) {
      events {
        id
        type
        position
        area
        subject {
          type
          id
        }
        data {
          purpose
        }
      }
      nextPosition
      hasMore
    }
  }
`;

interface Page {
  readonly events: {
    readonly id: string;
    readonly type: string;
    readonly position: string;
    readonly area: string | null;
    readonly subject: { readonly type: string; readonly id: string };
    readonly data: { readonly purpose: string | null };
  }[];
  readonly nextPosition: string;
  readonly hasMore: boolean;
}

export async function page(partner: TestPartner, variables: object = {}): Promise<Page> {
  return (await partner.client.request<{ events: Page }>(EVENTS, variables)).events;
}

/** The whole log from a position, in small pages; waits until nothing under way holds it back. */
export async function listen(
  partner: TestPartner,
  after: string | null,
  wanted: number,
): Promise<Page["events"]> {
  const heard: Page["events"] = [];
  let position = after;
  for (let tries = 0; heard.length < wanted && tries < 200; tries++) {
    const { events, nextPosition, hasMore } = await page(partner, { after: position, first: 7 });
    heard.push(...events);
    position = nextPosition;
    if (!hasMore && heard.length < wanted) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return heard;
}

type Vehicle = Awaited<ReturnType<ReturnType<typeof builders>["vehicle"]>>;

export const updated = ({ id, areaCode, make: name }: Vehicle): NewEvent => ({
  type: "VEHICLE_UPDATED",
  subjectId: id,
  vehicleId: id,
  areaCode,
  make: name,
  data: {},
});

export const SCOPES = ["events:read", "vehicles:read"] as const;

export const idsOf = (partner: TestPartner) => new IdCodec(TEST_KEYS.derive(`ids:${partner.partnerId}`, 16));

/** A server, rows, and a way to say that something happened. */
export async function openEventScene() {
  const server = await createTestServer();
  const pool = server.database.pool("kimberlite_worker", 12);
  async function emit(...events: NewEvent[]): Promise<void> {
    const client = await pool.connect();
    await appendEvents(client, events);
    client.release();
  }
  return { server, pool, make: builders(pool), emit };
}

export type EventScene = Awaited<ReturnType<typeof openEventScene>>;
