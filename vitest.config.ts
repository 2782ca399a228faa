import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{protocols,firmware-bridge,desktop,scripts,sync-server,test}/**/*.test.{ts,tsx}"],
    environment: "node",
    pool: "forks",
    // More than the cores: the slow tests mostly wait, for a reconnect, a poll, a page.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
