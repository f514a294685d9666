/** For `vi.waitUntil` and `vi.waitFor`, which wait for a second by default: far more (ms) than any machine needs. */
export const PATIENCE = { timeout: 60_000 };
