CREATE TABLE "scoring_runs" (
	"day" date NOT NULL,
	"ended_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"vehicles" integer NOT NULL,
	"signals" integer NOT NULL,
	"written" integer NOT NULL,
	CONSTRAINT "scoring_runs_day_ended_at_pk" PRIMARY KEY("day","ended_at")
);
