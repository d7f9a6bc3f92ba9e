import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const MODULES_REPLACED = ["test/integration/isolation/**/*.test.ts", "test/integration/hostile/fuzz.test.ts"];

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  // graphql 16 ships CommonJS and ESM side by side. Vite would pick the ESM copy for our files while
  // Node gives libraries the other one, and graphql refuses to mix two copies of itself.
  resolve: { alias: { graphql: fileURLToPath(import.meta.resolve("graphql")) } },
  test: {
    setupFiles: "test/support/reflect.ts",
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Files share the modules that they import: loading the product anew for each of them would take a third of the
    // time. So no test may leave anything behind in a module, and one that replaces a module is in `MODULES_REPLACED`.
    isolate: false,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "fast", include: ["test/{unit,contract}/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "database",
          include: ["test/integration/**/*.test.ts"],
          exclude: MODULES_REPLACED,
          globalSetup: "test/support/global-setup.ts",
        },
      },
      {
        extends: true,
        test: {
          name: "replaced",
          include: MODULES_REPLACED,
          globalSetup: "test/support/global-setup.ts",
          isolate: true,
          // The long form of both is `npm run fuzz`.
          provide: { hostileDocuments: 300, isolationQueries: 500 },
        },
      },
    ],
  },
});
