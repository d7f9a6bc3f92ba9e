import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCohortDefects, readCohorts } from "../../../src/modules/failure-model/index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cohorts-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const place = path.join(folder, name);
  await writeFile(place, content);
  return place;
}

const COHORT_HEADER =
  "inspection_year,make_model,first_use_year,inspections,mean_km,median_km,repair_notices_all,rejections_all,driving_bans_all";
const DEFECT_HEADER = "inspection_year,make_model,first_use_year,item,repair_notices,rejections,driving_bans";

describe("readCohorts", () => {
  const rows = [
    COHORT_HEADER,
    "2019,Audi - A4,2010,512,187000,185000,10,20,1",
    "2019,Audi - A4,Vuodet yhteensä,4000,150000,149000,100,200,3",
    "2019,Audi - Mallit yhteensä,2010,900,190000,188000,30,40,1",
    '2019,"Citroen - C4 ""PICASSO""",2011,130,,99000,3,4,0',
  ];
  const expected = [
    { inspectionYear: 2019, makeModel: "Audi - A4", firstUseYear: 2010, inspections: 512, meanKm: 187_000 },
    {
      inspectionYear: 2019,
      makeModel: 'Citroen - C4 "PICASSO"',
      firstUseYear: 2011,
      inspections: 130,
      meanKm: null,
    },
  ];

  test("leaves out totals over years and models, and keeps unknown kilometres as null", async () => {
    expect(await readCohorts(await file("cohorts.csv", rows.join("\n") + "\n"))).toEqual(expected);
  });

  test("reads gzipped files, a byte order mark and Windows line ends alike", async () => {
    const place = await file("cohorts.csv.gz", gzipSync("\uFEFF" + rows.join("\r\n")));
    expect(await readCohorts(place)).toEqual(expected);
  });

  test("finds its columns by name, in any order", async () => {
    const place = await file(
      "reordered.csv",
      "mean_km,inspections,first_use_year,make_model,inspection_year\n1,2,2010,A - B,2019\n",
    );
    expect(await readCohorts(place)).toEqual([
      { inspectionYear: 2019, makeModel: "A - B", firstUseYear: 2010, inspections: 2, meanKm: 1 },
    ]);
  });

  test.each([
    [
      "a figure that is none",
      "2019,Audi - A4,2010,many,187000,0,0,0,0",
      /:2: inspections "many": not a whole number/,
    ],
    ["a negative figure", "2019,Audi - A4,2010,-5,187000,0,0,0,0", /:2: inspections "-5"/],
    ["no inspections", "2019,Audi - A4,2010,0,187000,0,0,0,0", /:2: inspections "0": no inspections/],
    ["an empty name", "2019,,2010,5,187000,0,0,0,0", /:2: make_model "": empty/],
    ["a year that is none", "19,Audi - A4,2010,5,187000,0,0,0,0", /:2: inspection_year "19": not a year/],
    [
      "a first use after the inspection",
      "2019,Audi - A4,2020,5,187000,0,0,0,0",
      /:2: first_use_year "2020": after/,
    ],
    ["a missing field", "2019,Audi - A4,2010,5", /:2: /],
    ["a quote that does not end", '2019,"Audi - A4,2010,5,187000,0,0,0,0', /:\d+: /],
  ])("refuses %s and names file, line and column", async (name, row, message) => {
    const place = await file("broken.csv", `${COHORT_HEADER}\n${row}\n`);
    const failure = readCohorts(place);
    await expect(failure, name).rejects.toMatchObject({
      code: "COHORT_FILE_ROW",
      line: expect.any(Number) as number,
    });
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(place);
  });

  test.each([
    [
      "without a needed column",
      "inspection_year,make_model\n2019,A - B\n",
      /no column first_use_year, inspections/,
    ],
    ["that is empty", "", /:1: empty. The first line names/],
  ])("refuses a file %s", async (_case, content, message) => {
    const failure = readCohorts(await file("header.csv", content));
    await expect(failure).rejects.toMatchObject({ code: "COHORT_FILE_HEADER" });
    await expect(failure).rejects.toThrow(message);
  });

  test("refuses a file that is missing, not gzipped, or cut off", async () => {
    const places = [
      path.join(folder, "absent.csv"),
      await file("plain.csv.gz", rows.join("\n")),
      await file("cut.csv.gz", gzipSync(rows.join("\n")).subarray(0, 60)),
    ];
    for (const place of places) {
      await expect(readCohorts(place)).rejects.toMatchObject({ code: "COHORT_FILE_UNREADABLE", line: null });
    }
  });
});

describe("readCohortDefects", () => {
  test("keeps the modelled items of single cohorts and passes over totals, groups and other items", async () => {
    const place = await file(
      "defects.csv",
      [
        DEFECT_HEADER,
        '2019,Audi - A4,2010,"Akselistot, pyörät ja jousitus - Etuakselisto",7,34,1',
        '2019,Audi - A4,2010,"Akselistot, pyörät ja jousitus (kaikki kohteet)",13,46,1',
        '2019,Audi - A4,Vuodet yhteensä,"Akselistot, pyörät ja jousitus - Etuakselisto",70,340,9',
        '2019,Audi - Mallit yhteensä,2010,"Akselistot, pyörät ja jousitus - Etuakselisto",90,400,9',
        "2019,Audi - A4,2010,Ajoneuvon tunnistus - Rekisterikilpi,not read,0,0",
      ].join("\n"),
    );
    expect(await readCohortDefects(place)).toEqual([
      {
        inspectionYear: 2019,
        makeModel: "Audi - A4",
        firstUseYear: 2010,
        item: "FRONT_AXLE",
        repairNotices: 7,
        rejections: 34,
        drivingBans: 1,
      },
    ]);
  });

  test("refuses a broken figure of a modelled item", async () => {
    const place = await file(
      "broken-defects.csv",
      `${DEFECT_HEADER}\n2019,Audi - A4,2010,Valaisimet ja sähkölaitteet - Jarruvalo,1,2.5,0\n`,
    );
    await expect(readCohortDefects(place)).rejects.toThrow(/:2: rejections "2\.5": not a whole number/);
  });
});
