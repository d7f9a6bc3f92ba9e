import { defineJob } from "../../../src/platform/jobs/job.ts";

export const SLOW = defineJob<{ readonly number: number }>({ name: "slow" });
