import type { Tracing, TracingSettings } from "./tracing.ts";

/** Spans for a collector of OpenTelemetry's. Who does not ask for it does not load it. */
export async function openTracing(settings: TracingSettings): Promise<Tracing> {
  const { openOtlpTracing } = await import("./otlp-tracing.ts");
  return openOtlpTracing(settings);
}
