import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // Two cores: tests that measure or drive a browser would only disturb each other in more workers.
    maxWorkers: 2,
  },
});
