import { AsyncLocalStorage } from "node:async_hooks";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span as ApiSpan } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type SpanExporter,
} from "@opentelemetry/sdk-trace";
import type { Span, SpanFacts, Tracing, TracingSettings } from "./tracing.ts";

/** A collector that does not answer holds up no orderly stop. */
const SEND_MS = 3_000;
const SEND_EVERY_MS = 2_000;
const REPORT_MS = 60_000;
/** Of one request or job: bulk work has statements by the thousand, and nobody reads so many. */
const MOST_PARTS = 200;

interface Whole {
  parts: number;
}

/** Keeps which span is under way by itself: no other library's context, and no global of OpenTelemetry's. */
export function openOtlpTracing({ endpoint, share, onLost }: TracingSettings): Tracing {
  const exporter = reporting(
    new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: SEND_MS }),
    onLost,
  );
  const options = { exporter, scheduledDelayMillis: SEND_EVERY_MS, exportTimeoutMillis: SEND_MS };
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "kimberlite" }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor(options)],
  });
  const tracer = provider.getTracer("kimberlite");
  const underWay = new AsyncLocalStorage<{ readonly span: ApiSpan; readonly whole: Whole }>();

  const open = (
    name: string,
    kind: keyof typeof SpanKind,
    attributes: SpanFacts,
    parent: ApiSpan | null,
    whole: Whole,
  ): Span => {
    const context = parent === null ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent);
    const span = tracer.startSpan(name, { kind: SpanKind[kind], attributes }, context);
    return {
      traceId: span.spanContext().traceId,
      run: (work) => underWay.run({ span, whole }, work),
      tell: (facts) => void span.setAttributes(facts),
      rename: (better) => void span.updateName(better),
      end(failure) {
        if (failure !== undefined) {
          span.setAttribute("error.type", failure);
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end();
      },
    };
  };
  return {
    begin: (name, kind, facts = {}) => open(name, kind, facts, null, { parts: 0 }),
    part(name, kind, facts = {}) {
      const outer = underWay.getStore();
      if (outer === undefined || !outer.span.isRecording() || outer.whole.parts >= MOST_PARTS)
        return undefined;
      outer.whole.parts += 1;
      return open(name, kind, facts, outer.span, outer.whole);
    },
    close: () => provider.shutdown(),
  };
}

function reporting(exporter: SpanExporter, onLost: (error: Error) => void): SpanExporter {
  let reportedAt = -REPORT_MS;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const now = performance.now();
        if (result.error !== undefined && now - reportedAt >= REPORT_MS) {
          reportedAt = now;
          onLost(result.error);
        }
        done(result);
      });
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
