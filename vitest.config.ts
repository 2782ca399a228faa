import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{protocols,firmware-bridge,desktop,scripts,sync-server,test}/**/*.test.{ts,tsx}"],
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
