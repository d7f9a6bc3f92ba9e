import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  // graphql 16 ships CommonJS and ESM side by side. Vite would pick the ESM copy for our files while
  // Node gives libraries the other one, and graphql refuses to mix two copies of itself.
  resolve: { alias: { graphql: fileURLToPath(import.meta.resolve("graphql")) } },
  test: {
    setupFiles: "test/support/reflect.ts",
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: "fast", include: ["test/{unit,contract}/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "database",
          include: ["test/integration/**/*.test.ts"],
          globalSetup: "test/support/global-setup.ts",
          maxWorkers: 2,
        },
      },
    ],
  },
});
