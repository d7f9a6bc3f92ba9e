import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compression, defineAlgorithm } from "vite-plugin-compression2";

/** Builds the explorer into files that the API serves as they are, compressed beforehand. */
export default defineConfig({
  root: fileURLToPath(new URL("../src/explorer", import.meta.url)),
  base: "/explorer/",
  publicDir: false,
  // The editor, its workers and our own code must share one graphql.
  resolve: { dedupe: ["graphql", "react", "react-dom", "@graphiql/react", "zustand"] },
  plugins: [
    react(),
    compression({
      include: /\.(html|js|css|svg|json|ttf)$/,
      algorithms: [defineAlgorithm("brotliCompress"), defineAlgorithm("gzip", { level: 9 })],
    }),
  ],
  worker: { format: "es" },
  build: {
    outDir: fileURLToPath(new URL("../dist/explorer", import.meta.url)),
    emptyOutDir: true,
    target: "es2023",
    // The content security policy lets nothing in from data: addresses but pictures.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
  },
});
