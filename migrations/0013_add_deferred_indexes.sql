CREATE TABLE "deferred_indexes" (
	"name" text PRIMARY KEY NOT NULL,
	"definition" text NOT NULL
);
--> statement-breakpoint
-- Its owner runs what stands in it: nobody else may write it.
REVOKE ALL ON "deferred_indexes" FROM kimberlite_worker;
