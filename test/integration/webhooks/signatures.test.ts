import { createPublicKey, verify } from "node:crypto";
import { gql } from "graphql-request";
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Received } from "./receiver.ts";
import { forPartner, openWebhookScene, SCOPES, until, type WebhookScene } from "./scene.ts";

let scene: WebhookScene;
beforeAll(async () => {
  scene = await openWebhookScene();
  scene.work();
});
afterAll(() => scene.close());

const VERIFIERS = { standardwebhooks: Standard, svix: Svix };

async function oneDelivery(signature: "HMAC" | "ED25519") {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const receiver = await scene.receiver();
  const { id, key } = await scene.endpoint(partner, { url: receiver.url, signature });
  await scene.emit(forPartner(partner.partnerId));
  const [delivery] = await until(
    () => receiver.received,
    (received) => received.length > 0,
  );
  return { partner, receiver, id, key, delivery: delivery! };
}

const TAMPERED: Readonly<Record<string, (delivery: Received) => Received>> = {
  "a changed body": (d) => ({ ...d, body: d.body.replace("BY_PARTNER", "BY_ANOTHER") }),
  "another id": (d) => ({ ...d, headers: { ...d.headers, "webhook-id": "Eaaaaaaaaaaaaaaaaaaaaaa" } }),
  "another time": (d) => shifted(d, 1),
  "six minutes ago": (d) => shifted(d, -360),
  "in six minutes": (d) => shifted(d, 360),
  "no signature but v1a": (d) => signed(d, (d.headers["webhook-signature"] ?? "").replace("v1,", "v1a,")),
  "an empty signature": (d) => signed(d, ""),
};

function shifted(delivery: Received, seconds: number): Received {
  const at = Number(delivery.headers["webhook-timestamp"]) + seconds;
  return { ...delivery, headers: { ...delivery.headers, "webhook-timestamp": String(at) } };
}

function signed(delivery: Received, signature: string): Received {
  return { ...delivery, headers: { ...delivery.headers, "webhook-signature": signature } };
}

test("E98: independent verifiers take a delivery as it came and refuse every tampered form", async () => {
  const { key, delivery } = await oneDelivery("HMAC");
  for (const [name, Verifier] of Object.entries(VERIFIERS)) {
    const verifier = new Verifier(key);
    expect(() => verifier.verify(delivery.body, delivery.headers), name).not.toThrow();
    for (const [form, tamper] of Object.entries(TAMPERED)) {
      const bad = tamper(delivery);
      expect(() => verifier.verify(bad.body, bad.headers), `${name}: ${form}`).toThrow();
    }
  }
});

test("E98: an old signature is no better for being right", async () => {
  const { key, delivery } = await oneDelivery("HMAC");
  for (const seconds of [-360, 360]) {
    const at = new Date(Date.now() + seconds * 1000);
    const id = delivery.headers["webhook-id"] ?? "";
    const resigned = signed(shifted(delivery, 0), new Standard(key).sign(id, at, delivery.body));
    const headers = { ...resigned.headers, "webhook-timestamp": String(Math.floor(at.getTime() / 1000)) };
    for (const Verifier of Object.values(VERIFIERS)) {
      expect(() => new Verifier(key).verify(delivery.body, headers)).toThrow();
    }
  }
});

const ROTATE = gql`
  mutation ($input: RotateWebhookSecretInput!) {
    rotateWebhookSecret(input: $input) {
      verificationKey
      previousExpiresAt
      userErrors {
        code
      }
    }
  }
`;

interface Rotated {
  readonly rotateWebhookSecret: { verificationKey: string; userErrors: { code: string }[] };
}

test("E98: while a secret is replaced both verify, a third is refused, and once the old one ended only the new one does", async () => {
  const { partner, receiver, id, key } = await oneDelivery("HMAC");
  const rotate = (overlapHours: number) =>
    partner.client.request<Rotated>(ROTATE, { input: { id, overlapHours } });
  const { rotateWebhookSecret: second } = await rotate(1);
  const next = async () => {
    const count = receiver.received.length;
    await scene.emit(forPartner(partner.partnerId));
    await until(
      () => receiver.received.length,
      (length) => length > count,
    );
    return receiver.received.at(-1)!;
  };
  const verifies = (secret: string, { body, headers }: Received) => {
    try {
      return new Standard(secret).verify(body, headers) !== undefined;
    } catch {
      return false;
    }
  };

  const during = await next();
  expect([key, second.verificationKey].map((secret) => verifies(secret, during))).toEqual([true, true]);
  expect((await rotate(1)).rotateWebhookSecret.userErrors).toEqual([{ code: "CONFLICT" }]);

  const { rotateWebhookSecret: third } = await rotate(0);
  const after = await next();
  const secrets = [key, second.verificationKey, third.verificationKey];
  expect(secrets.map((secret) => verifies(secret, after))).toEqual([false, false, true]);
});

test("Ed25519 signatures verify with the public key, and not for another body", async () => {
  const { key, delivery } = await oneDelivery("ED25519");
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature = "" } = delivery.headers;
  const x = Buffer.from(key.replace("whpk_", ""), "base64").toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const [version, encoded = ""] = signature.split(",");
  const isRight = (body: string) =>
    verify(null, Buffer.from(`${id}.${at}.${body}`), publicKey, Buffer.from(encoded, "base64"));
  expect(version).toBe("v1a");
  expect(isRight(delivery.body)).toBe(true);
  expect(isRight(`${delivery.body} `)).toBe(false);
});

test("E100: a secret is told once: afterwards it is in no table, log or answer", async () => {
  const { partner, key } = await oneDelivery("HMAC");
  const secret = key.replace("whsec_", "");
  const [dump] = await scene.server.database.look(
    `select string_agg(t::text, '') as text from (
       select e::text as t from webhook_endpoints e union all select s::text from webhook_secrets s
       union all select d::text from webhook_deliveries d union all select e::text from events e) as everything`,
  );
  const answer = await partner.client.request<object>(gql`
    {
      webhookEndpoints {
        edges {
          node {
            id
            url
            description
            publicKey
            clientId
            status
          }
        }
      }
    }
  `);
  for (const place of [dump?.["text"], JSON.stringify(answer), scene.server.logs.join("\n")]) {
    expect(place).not.toContain(secret);
  }
});
