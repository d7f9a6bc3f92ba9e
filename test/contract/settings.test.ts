import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig } from "../../src/platform/config/config.ts";

const example = readFileSync(".env.example", "utf8");
const listed = Object.fromEntries(
  [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]): [string, string] => [
    name,
    value,
  ]),
);
const read = [
  ...readFileSync("src/platform/config/config.ts", "utf8").matchAll(/^ {2}([A-Z][A-Z_]+): /gm),
].map(([, name]) => name);

describe("settings", () => {
  test("are all listed in .env.example, and no others", () => {
    expect(read.length).toBeGreaterThan(8);
    expect(Object.keys(listed).toSorted()).toEqual(read.toSorted());
  });

  test("have in .env.example the values that they have when unset", () => {
    expect(loadConfig(listed)).toEqual(loadConfig({}));
  });

  test("that are wrong are all named at once, without repeating their values", () => {
    const wrong = {
      PORT: "eighty",
      DATABASE_URL: "mysql://root:hunter2@host/db",
      KIMBERLITE_SECRET: "short",
    };
    expect(() => loadConfig(wrong)).toThrow(ConfigError);
    try {
      loadConfig(wrong);
    } catch (error) {
      const { message } = error as Error;
      expect(message.match(/^- \w+/gm)).toEqual(["- PORT", "- DATABASE_URL", "- KIMBERLITE_SECRET"]);
      expect(message).not.toMatch(/hunter2|eighty|short/);
    }
  });
});
