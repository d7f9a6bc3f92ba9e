import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { WebhookSignature } from "../vocabulary/index.ts";

/** Standard Webhooks: 24 to 64 bytes. */
const SECRET_BYTES = 32;

export interface NewSecret {
  /** What signs: `whsec_…` (HMAC) or `whsk_…` (Ed25519). Stored sealed only. */
  readonly signing: string;
  /** `whpk_…`; null with HMAC. */
  readonly publicKey: string | null;
}

export function newSecret(signature: WebhookSignature): NewSecret {
  if (signature === "HMAC") {
    return { signing: `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`, publicKey: null };
  }
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const [key, seed] = [bytesOf(x), bytesOf(d)];
  return {
    signing: `whsk_${Buffer.concat([seed, key]).toString("base64")}`,
    publicKey: `whpk_${key.toString("base64")}`,
  };
}

const bytesOf = (part: string | undefined) => Buffer.from(part ?? "", "base64url");

export interface Message {
  readonly id: string;
  /** Seconds since 1970, of this attempt. */
  readonly timestampS: number;
  readonly body: string;
}

/** `webhook-signature`: one signature for each secret that counts, separated by blanks. */
export function signaturesOf(message: Message, secrets: readonly string[]): string {
  const content = Buffer.from(`${message.id}.${message.timestampS}.${message.body}`);
  return secrets.map((secret) => signatureOf(content, secret)).join(" ");
}

function signatureOf(content: Buffer, secret: string): string {
  const [kind = "", encoded = ""] = secret.split("_");
  const key = Buffer.from(encoded, "base64");
  if (kind === "whsec") return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
  const jwk = {
    kty: "OKP",
    crv: "Ed25519",
    d: key.subarray(0, SECRET_BYTES).toString("base64url"),
    x: key.subarray(SECRET_BYTES).toString("base64url"),
  };
  return `v1a,${sign(null, content, createPrivateKey({ key: jwk, format: "jwk" })).toString("base64")}`;
}
