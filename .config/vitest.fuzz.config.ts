import { defineConfig, mergeConfig } from "vitest/config";
import suite from "./vitest.config.ts";

/** The suite's fuzzers at full length: `npm run fuzz`, or with a part of a file's name for one of them. */
export default mergeConfig(
  { resolve: suite.resolve ?? {}, root: suite.root ?? "" },
  defineConfig({
    test: {
      setupFiles: "test/support/reflect.ts",
      include: ["test/integration/hostile/fuzz.test.ts", "test/integration/isolation/isolation.test.ts"],
      globalSetup: "test/support/global-setup.ts",
      provide: { hostileDocuments: 10_000, isolationQueries: 10_000 },
    },
  }),
);
