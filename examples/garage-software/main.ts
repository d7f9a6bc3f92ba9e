// A garage's software in one file: the car on the ramp, its opportunities, a claim, what came of it, and webhooks.
//   CLIENT_ID=… CLIENT_SECRET=… node examples/garage-software/main.ts car [COUNTRY PLATE]
//                                                                      claim SIGNAL
//                                                                      outcome SIGNAL COMPLETED 189.90
//                                                                      listen [PORT]
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { ClientError } from "graphql-request";
import {
  CAR_BY_PLATE,
  CLAIM,
  REGISTER,
  REPORT,
  SIGNAL,
  SOME_PLATE,
  TRY,
  UNREGISTER,
  type Car,
  type Opportunity,
  type Registered,
  type Signal,
  type SomePlate,
  type UserError,
  type Worked,
} from "./documents.ts";
import { openPartnerApi } from "./partner-api.ts";
import { openReceiver, type Delivered } from "./receiver.ts";

const { CLIENT_ID = "", CLIENT_SECRET = "", API = "http://127.0.0.1:4000" } = process.env;
const api = openPartnerApi(API, CLIENT_ID, CLIENT_SECRET);

async function car(country?: string, registration?: string): Promise<void> {
  const plate = registration === undefined ? await somePlate() : { country, registration };
  const { car: found } = await api.ask<{ car: Car | null }>(CAR_BY_PLATE, plate);
  if (found === null) throw new Error("There is no such car, or it is outside your contract.");
  const { make, model, odometer, nextInspection, intentSignals } = found;
  console.log(
    `${found.country} ${found.registration ?? "-"}  ${make} ${model}, ${odometer.latestKm ?? "?"} km`,
  );
  console.log(`Next inspection: ${nextInspection?.dueOn ?? "not known"} (${nextInspection?.status ?? "?"})`);
  for (const { node } of intentSignals.edges) console.log(describe(node));
}

async function somePlate() {
  const { intentSignals } = await api.ask<SomePlate>(SOME_PLATE);
  const shown = intentSignals.edges.find(({ node }) => node.vehicle.registration !== null);
  if (shown === undefined) throw new Error("No car needs anything: name one, as in `car FR AB-123-CD`.");
  return shown.node.vehicle;
}

function describe({
  id,
  kind,
  status,
  probability,
  explanation,
  offer,
  price,
  channels,
}: Opportunity): string {
  const what = offer === null ? "" : ` ${offer.operation} ${offer.partCategory.name}`;
  const costs =
    price === null ? "" : `, ${price.low} to ${price.high} ${price.currency} (usually ${price.median})`;
  const ways = channels.flatMap(({ channel, allowed }) => (allowed ? [channel] : [])).join(", ") || "none";
  return `\n${id}\n  ${kind}${what}, ${status}, ${Math.round(probability * 100)} %${costs}\n  ${explanation}\n  May be told by: ${ways}`;
}

async function claim(signalId: string): Promise<void> {
  const { work } = await api.change<Worked>(CLAIM, { signalId });
  refused(work.userErrors);
  console.log(`Yours alone until ${work.signal?.claim?.expiresAt ?? "?"}.`);
}

async function outcome(signalId: string, reached: string, amount?: string): Promise<void> {
  const given = amount === undefined ? {} : { amount: Number(amount) };
  const { work } = await api.change<Worked>(REPORT, { input: { signalId, outcome: reached, ...given } });
  refused(work.userErrors);
  console.log(`Noted; the signal is ${work.signal?.status ?? "?"}.`);
}

/** Registers an endpoint for as long as it runs. A product registers once, and keeps the key with its other secrets. */
async function listen(port = "4100"): Promise<void> {
  // Nothing comes before the endpoint is registered, and nothing is genuine before its key is known.
  let key = "";
  const server = openReceiver(
    () => key,
    (id, event) => void hear(id, event),
  );
  server.listen(Number(port), "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kimberlite`;
  const types = ["SIGNAL_CREATED", "SIGNAL_CLAIMED", "SIGNAL_FULFILLED", "SIGNAL_UPDATED"];
  const { registered } = await api.change<Registered>(REGISTER, { input: { url, types } });
  refused(registered.userErrors);
  const id = registered.endpoint?.id;
  key = registered.verificationKey ?? "";
  console.log(`Listening at ${url}; Ctrl+C ends it.`);
  await api.change(TRY, { id });
  await Promise.race(["SIGINT", "SIGTERM"].map((signal) => once(process, signal)));
  await api.change(UNREGISTER, { id });
  server.close();
}

async function hear(id: string, { type, data: { subject } }: Delivered): Promise<void> {
  const isSignal = subject?.type === "SIGNAL";
  const { signal } = isSignal ? await api.ask<Signal>(SIGNAL, { id: subject.id }) : { signal: null };
  const about =
    signal === null
      ? ""
      : `: ${signal.vehicle.make} ${signal.vehicle.model}, ${signal.offer?.partCategory.name ?? "inspection"}, ${signal.status}`;
  console.log(`Verified ${type} (${id})${about}`);
}

/** Refusals of the matter at hand are part of the answer; an exception is for the rest. */
function refused(errors: readonly UserError[]): void {
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join("\n"));
}

const COMMANDS: Readonly<Record<string, (...given: string[]) => Promise<void>>> = {
  car,
  claim,
  outcome,
  listen,
};
const [name = "car", ...given] = process.argv.slice(2);
try {
  const command = COMMANDS[name];
  if (command === undefined) throw new Error(`There is no ${name}: car, claim, outcome or listen.`);
  await command(...given);
} catch (error) {
  const refusals = error instanceof ClientError ? error.response.errors : undefined;
  console.error(refusals?.map(({ message }) => message).join("\n") ?? (error as Error).message);
  process.exitCode = 1;
}
