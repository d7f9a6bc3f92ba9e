import { describe, expect, test } from "vitest";
import {
  measureMachine,
  renderSettings,
  serverSettings,
} from "../../../src/platform/postgres/server-settings.ts";

const GIB = 1024 ** 3;
const machine = (memoryGib: number) => ({
  memoryBytes: memoryGib * GIB,
  sharedMemoryBytes: 8 * GIB,
  platform: "linux",
});

describe("serverSettings", () => {
  test.each([
    { memoryGib: 0.25, shared: "128MB", cached: "153MB" },
    { memoryGib: 4, shared: "1024MB", cached: "2457MB" },
    { memoryGib: 24, shared: "4096MB", cached: "14745MB" },
    { memoryGib: 256, shared: "4096MB", cached: "157286MB" },
  ])("takes a quarter of $memoryGib GiB, between 128 MB and 4 GB", ({ memoryGib, shared, cached }) => {
    expect(serverSettings(machine(memoryGib))).toMatchObject({
      shared_buffers: shared,
      effective_cache_size: cached,
    });
  });

  test("exchanges rows of parallel queries through files where a container's /dev/shm is small", () => {
    const small = { ...machine(4), sharedMemoryBytes: 64 * 1024 ** 2 };

    expect(serverSettings(small)).toMatchObject({ dynamic_shared_memory_type: "mmap" });
    expect(serverSettings(machine(4))).not.toHaveProperty("dynamic_shared_memory_type");
    expect(serverSettings({ ...small, sharedMemoryBytes: null })).not.toHaveProperty(
      "dynamic_shared_memory_type",
    );
  });

  test("leaves out what only Linux has", () => {
    expect(serverSettings(machine(4))).toHaveProperty("recovery_init_sync_method", "syncfs");
    expect(serverSettings({ ...machine(4), platform: "darwin" })).not.toHaveProperty(
      "recovery_init_sync_method",
    );
  });

  test("measures this machine", async () => {
    const measured = await measureMachine();

    expect(measured.memoryBytes).toBeGreaterThan(64 * 1024 ** 2);
    expect(measured.platform).toBe(process.platform);
  });
});

describe("renderSettings", () => {
  test("quotes values, and lets later settings win", () => {
    expect(
      renderSettings({ jit: true, work_mem: "4MB" }, { jit: false, cluster_name: "it's", port: 5 }),
    ).toBe("jit = 'off'\nwork_mem = '4MB'\ncluster_name = 'it''s'\nport = '5'\n");
  });

  test("takes no more than one setting from a name or a value", () => {
    expect(renderSettings({ work_mem: "1'\nfsync = off" })).toBe("work_mem = '1'' fsync = off'\n");
    expect(() => renderSettings({ "jit = on\nfsync": "off" })).toThrow(TypeError);
  });
});
