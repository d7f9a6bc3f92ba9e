import { sql } from "drizzle-orm";
import { Arg, Args, FieldResolver, ID, Query, Resolver } from "type-graphql";
import { PageArgs } from "../../platform/graphql/connection.ts";
import { allOf, when } from "../../platform/read/conditions.ts";
import { compiled, Many, One, Read, type Columns } from "../../platform/read/entity.ts";
import { DeliveryStatus } from "../vocabulary/graphql.ts";
import type { webhookDeliveries, webhookEndpoints } from "./webhook.table.ts";
import {
  attemptsOf,
  IN_ORDER,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryConnection,
  WebhookEndpoint,
  WebhookEndpointConnection,
} from "./webhook.type.ts";

type EndpointColumns = Columns<typeof webhookEndpoints>;
type DeliveryColumns = Columns<typeof webhookDeliveries>;

@Resolver()
export class WebhookReads {
  @Query(() => WebhookEndpointConnection, { description: "Your partner's endpoints, oldest first." })
  @Read({ orders: { default: { by: (e: EndpointColumns) => [e.createdAt, e.id] } } })
  webhookEndpoints(@Args(() => PageArgs) _page: PageArgs): object {
    return compiled();
  }

  @Query(() => WebhookDeliveryConnection, {
    description: "What was delivered to your partner's endpoints, or waits to be, newest first.",
  })
  @Read({
    where: (d: DeliveryColumns, args) =>
      allOf(
        when(args.id("WebhookEndpoint", "endpoint"), (id) => sql`${d.endpointId} = ${id}`),
        when(args("status"), (states) => sql`${d.status} = any (${states}::text[])`),
      ),
    orders: { default: { by: (d: DeliveryColumns) => [d.createdAt, d.id], descending: true } },
  })
  webhookDeliveries(
    @Args(() => PageArgs) _page: PageArgs,
    @Arg("endpoint", () => ID, { nullable: true, description: "To this endpoint; absent or null: to all." })
    _endpoint?: string | null,
    @Arg("status", () => [DeliveryStatus], {
      nullable: true,
      description: "In one of these states; absent or null: in any.",
    })
    _status?: string[] | null,
  ): object {
    return compiled();
  }
}

@Resolver(() => WebhookEndpoint)
export class EndpointRelations {
  @FieldResolver(() => WebhookDeliveryConnection, { description: "Its deliveries, newest first." })
  @Many({
    on: (e: EndpointColumns, d: DeliveryColumns) => sql`${d.endpointId} = ${e.id}`,
    order: { by: (d: DeliveryColumns) => [d.createdAt, d.id], descending: true },
  })
  deliveries(@Args(() => PageArgs) _page: PageArgs): object {
    return compiled();
  }
}

@Resolver(() => WebhookDelivery)
export class AttemptRelations {
  @FieldResolver(() => WebhookEndpoint, { nullable: true, description: "Where it goes." })
  @One({ on: (d: DeliveryColumns, e: EndpointColumns) => sql`${e.id} = ${d.endpointId}` })
  endpoint(): WebhookEndpoint | null {
    return compiled();
  }

  @FieldResolver(() => [WebhookAttempt], { description: "What was tried, oldest first." })
  @Many({ from: attemptsOf, on: () => undefined, order: IN_ORDER, usualSize: 2 })
  attempts(): WebhookAttempt[] {
    return compiled();
  }
}
