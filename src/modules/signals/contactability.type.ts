import { sql, type SQL } from "drizzle-orm";
import { bigint, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import { Column, Computed, Entity, type Columns, type Viewer } from "../../platform/read/entity.ts";
import { ContactChannel, LawfulBasis } from "../vocabulary/graphql.ts";
import { CONTACT_CHANNELS, type ContactChannel as Channel, type CountryCode } from "../vocabulary/index.ts";
import { consents } from "../consents/consent.table.ts";
import { CONTACT_REASONS, contactability, type ConsentRecord } from "./contactability.ts";
import type { intentSignals } from "./signal.table.ts";

const ContactReason = describeEnum(
  CONTACT_REASONS,
  "ContactReason",
  "Why the driver may or may not be reached through a channel.",
  {
    CONSENT_IN_FORCE: "The driver agreed, or asked for it.",
    RUNNING_CONTRACT: "A contract with the driver is running, and the offer is part of its service.",
    LEGITIMATE_INTEREST: "Letters may rest on legitimate interest.",
    CHANNEL_NOT_COVERED: "A record is in force, but not for this channel.",
    CONSENT_EXPIRED: "Your record's time is over.",
    CONSENT_WITHDRAWN: "The driver took it back.",
    NO_CONSENT: "Your partner recorded none.",
    TELEPHONE_OPT_IN_REQUIRED:
      "France, from 2026-08-11 (law no. 2025-594): calls need the driver's consent, and your partner recorded none.",
    OPT_OUT_REGISTER_NOT_CHECKED:
      "France, until 2026-08-10: calls are refused to those on the register Bloctel, which is not looked up here.",
  },
);

/** One row for each channel: a shape for the engine, no table. */
const channels = pgTable("channels", {
  ordinal: bigint("ordinal", { mode: "number" }).notNull(),
  channel: text("channel").notNull(),
  areaCode: text("areaCode").notNull(),
  records: jsonb("records").$type<readonly ConsentRecord[]>().notNull(),
});

type ChannelColumns = Columns<typeof channels>;
interface ChannelRow {
  readonly channel: Channel;
  readonly areaCode: string;
  readonly records: readonly ConsentRecord[];
}

const ALL_CHANNELS = `{${CONTACT_CHANNELS.join(",")}}`;

/** Each channel with the asking partner's own records of the vehicle: row-level security shows it no others. */
export const channelsOf = (s: Columns<typeof intentSignals>): SQL => sql`
  select place.ordinal, place.channel, ${s.areaCode} as "areaCode", own.records
  from unnest(${sql.raw(`'${ALL_CHANNELS}'`)}::text[]) with ordinality as place(channel, ordinal)
  cross join (
    select coalesce(jsonb_agg(jsonb_build_object('purpose', c.purpose, 'lawfulBasis', c.lawful_basis,
      'channels', c.channels, 'expiresAt', c.expires_at, 'withdrawnAt', c.withdrawn_at)), '[]') as records
    from ${consents} c where c.vehicle_id = ${s.vehicleId} and c.replaced_at is null) as own`;

export const BY_CHANNEL = { by: (c: ChannelColumns) => [c.ordinal] };

const verdict = ({ channel, areaCode, records }: ChannelRow, { now }: Viewer) =>
  contactability(channel, areaCode.slice(0, 2) as CountryCode, records, now);

const NEEDS = ["channel", "areaCode", "records"];

@Entity("Contactability", {
  description: "Whether your partner may make the offer to the driver through a channel, and why.",
  table: channels,
  scope: "signals:read",
  key: "ordinal",
})
export class Contactability {
  @Column(() => ContactChannel, { description: "The way to reach the driver." })
  channel!: string;

  @Computed(() => Boolean, {
    description: "Whether it may be used now. False without a record of yours: silence is no consent.",
    needs: NEEDS,
    value: (row: ChannelRow, viewer) => verdict(row, viewer).allowed,
  })
  allowed!: boolean;

  @Computed(() => LawfulBasis, {
    nullable: true,
    description: "On what it rests; null where it is not allowed.",
    needs: NEEDS,
    value: (row: ChannelRow, viewer) => verdict(row, viewer).basis,
  })
  basis!: string | null;

  @Computed(() => ContactReason, {
    description: "Why, or why not.",
    needs: NEEDS,
    value: (row: ChannelRow, viewer) => verdict(row, viewer).reason,
  })
  reason!: string;
}
