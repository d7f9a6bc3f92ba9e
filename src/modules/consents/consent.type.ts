import { sql } from "drizzle-orm";
import { FieldResolver, ID, Resolver } from "type-graphql";
import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import { Node } from "../../platform/graphql/node.ts";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import {
  Column,
  compiled,
  Computed,
  Entity,
  Id,
  Many,
  One,
  type Columns,
  type Viewer,
} from "../../platform/read/entity.ts";
import { Vehicle } from "../vehicles/graphql.ts";
import type { vehicles } from "../vehicles/vehicle.table.ts";
import { ContactChannel, LawfulBasis, Purpose } from "../vocabulary/graphql.ts";
import { consents } from "./consent.table.ts";

export const CONSENT_STATES = ["IN_FORCE", "EXPIRED", "WITHDRAWN"] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

const ConsentStateEnum = describeEnum(CONSENT_STATES, "ConsentState", "Whether a consent holds now.", {
  IN_FORCE: "It holds.",
  EXPIRED: "Its time is over.",
  WITHDRAWN: "The driver took it back, or the vehicle's identity was erased.",
});

/** @param row instants as PostgreSQL writes them */
export function stateOf(
  row: { expiresAt: string | null; withdrawnAt: string | null },
  now: string,
): ConsentState {
  if (row.withdrawnAt !== null) return "WITHDRAWN";
  return row.expiresAt !== null && new Date(row.expiresAt) <= new Date(now) ? "EXPIRED" : "IN_FORCE";
}

@Entity("Consent", {
  description:
    "Why your partner may use a vehicle's identity for a purpose, as it recorded it. It says nothing about other partners, and they do not see it.",
  table: consents,
  prefix: "C",
  scope: "consents:manage",
  owner: "partnerId",
  implements: Node,
})
export class Consent implements Node {
  @Id(() => ID, { description: "Opaque id of this record." })
  id!: string;

  @Column(() => Purpose, { description: "What the identity may be used for." })
  purpose!: string;

  @Column(() => LawfulBasis, { description: "Why it may be." })
  lawfulBasis!: string;

  @Column(() => [ContactChannel], { description: "Ways in which the driver may be reached for the purpose." })
  channels!: string[];

  @Computed(() => ConsentStateEnum, {
    description: "Whether it holds now.",
    needs: ["expiresAt", "withdrawnAt"],
    value: (row: { expiresAt: string | null; withdrawnAt: string | null }, { now }: Viewer) =>
      stateOf(row, now),
  })
  state!: string;

  @Column(() => DateTimeScalar, { description: "When the driver gave it." })
  grantedAt!: Date;

  @Column(() => DateTimeScalar, {
    nullable: true,
    description: "From when on it no longer holds; null: until it is withdrawn.",
  })
  expiresAt!: Date | null;

  @Column(() => DateTimeScalar, {
    nullable: true,
    description: "When it was withdrawn; null while it was not.",
  })
  withdrawnAt!: Date | null;

  @Column(() => String, {
    nullable: true,
    description: "SHA-256 of what proves it, in hexadecimal; null where none was named.",
  })
  proofHash!: string | null;

  @Column(() => String, {
    nullable: true,
    description: "Your own name for the text that the driver agreed to; null where none was named.",
  })
  sourceText!: string | null;

  @Column(() => DateTimeScalar, { description: "When it was recorded here." })
  recordedAt!: Date;
}

type ConsentColumns = Columns<typeof consents>;

@Resolver(() => Consent)
export class ConsentRelations {
  @FieldResolver(() => Vehicle, {
    nullable: true,
    description: "The vehicle; null where it is outside your contract by now, or was erased.",
  })
  @One({ on: (c: ConsentColumns, v: Columns<typeof vehicles>) => sql`${v.id} = ${c.vehicleId}` })
  vehicle(): Vehicle | null {
    return compiled();
  }
}

@Resolver(() => Vehicle)
export class VehicleConsents {
  @FieldResolver(() => [Consent], {
    description:
      "Your partner's latest record for each purpose, newest first. Where there is any, the vehicle's identity is shown to you only while one is in force for a purpose of your contract; where there is none, the contract alone decides.",
  })
  @Many({
    usualSize: 2,
    on: (v: Columns<typeof vehicles>, c: ConsentColumns) =>
      sql`${c.vehicleId} = ${v.id} and ${c.replacedAt} is null`,
    order: { by: (c: ConsentColumns) => [c.recordedAt, c.id], descending: true },
  })
  consents(): Consent[] {
    return compiled();
  }
}
