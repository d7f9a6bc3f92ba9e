import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { newSecret, signaturesOf } from "../../../src/modules/webhooks/sign-message.ts";

const guide = readFileSync("docs/webhooks.md", "utf8");
const snippet = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1] ?? "";

const BODY = '{"type":"signal.created","data":{"area":"Île-de-France"}}';
const { signing: secret } = newSecret("HMAC");
const { signing: other } = newSecret("HMAC");

function delivered(secondsAgo = 0, body = BODY, secrets = [secret]) {
  const timestampS = Math.floor(Date.now() / 1000) - secondsAgo;
  const signature = signaturesOf({ id: "Eabc", timestampS, body }, secrets);
  const headers = {
    "webhook-id": "Eabc",
    "webhook-timestamp": String(timestampS),
    "webhook-signature": signature,
  };
  return { body: BODY, headers };
}

const good = delivered();
const unsigned = { ...good, headers: { ...good.headers, "webhook-signature": "" } };
const onlyV1a = {
  ...good,
  headers: { ...good.headers, "webhook-signature": good.headers["webhook-signature"].replace("v1,", "v1a,") },
};
const otherId = { ...good, headers: { ...good.headers, "webhook-id": "Ex" } };
const CASES = [
  good,
  delivered(0, BODY, [other, secret]),
  delivered(0, `${BODY} `),
  delivered(360),
  delivered(-360),
  delivered(0, BODY, [other]),
  otherId,
  unsigned,
  onlyV1a,
];
const VERDICTS = [true, true, false, false, false, false, false, false, false];

describe("the guide's verification", () => {
  test("in TypeScript takes what is genuine and nothing else", async () => {
    const code = stripTypeScriptTypes(snippet("ts"));
    const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      isGenuine(body: string, headers: object, secret: string): boolean;
    };
    expect(CASES.map(({ body, headers }) => module.isGenuine(body, headers, secret))).toEqual(VERDICTS);
  });

  test("in Python takes what is genuine and nothing else", ({ skip }) => {
    const program = `${snippet("python")}
import json, sys
cases, secret = json.load(sys.stdin)
print(json.dumps([is_genuine(c["body"].encode(), c["headers"], secret) for c in cases]))`;
    const python = run("python3", ["-c", "print(1)"], "");
    if (python === null) skip("python3 is not there");
    else
      expect(JSON.parse(run("python3", ["-c", program], JSON.stringify([CASES, secret])) ?? "null")).toEqual(
        VERDICTS,
      );
  });

  test("in PHP takes what is genuine and nothing else", ({ skip }) => {
    const program = `${snippet("php")}
[$cases, $secret] = json_decode(stream_get_contents(STDIN), true);
echo json_encode(array_map(fn($c) => isGenuine($c['body'], $c['headers'], $secret), $cases));`;
    if (run("php", ["-r", "echo 1;"], "") === null) skip("php is not there");
    else
      expect(JSON.parse(run("php", ["-r", program], JSON.stringify([CASES, secret])) ?? "null")).toEqual(
        VERDICTS,
      );
  });

  test("agrees with the reference library", () => {
    const verdicts = CASES.map(({ body, headers }) => {
      try {
        new Webhook(secret).verify(body, headers);
        return true;
      } catch {
        return false;
      }
    });
    expect(verdicts).toEqual(VERDICTS);
  });
});

/** What a program prints; null where there is none of that name. */
function run(program: string, args: readonly string[], input: string): string | null {
  try {
    return execFileSync(program, args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "inherit"] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
