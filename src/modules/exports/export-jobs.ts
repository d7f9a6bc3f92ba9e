import { defineJob } from "../../platform/jobs/job.ts";

/** Makes one export. Killed workers count as retries, and there may be many before an export is given up. */
export const BUILD_EXPORT = defineJob<{ readonly exportId: string }>({
  name: "build-export",
  retries: 30,
  expiresAfterS: 6 * 60 * 60,
});

/** Takes vehicles out of files that were written before. */
export const REVISE_EXPORTS = defineJob({
  name: "revise-exports",
  schedule: "*/10 * * * *",
  oneAtATime: true,
});

/** Lets files go whose time is over, and what killed workers left. */
export const EXPIRE_EXPORTS = defineJob({ name: "expire-exports", schedule: "23 * * * *", oneAtATime: true });
