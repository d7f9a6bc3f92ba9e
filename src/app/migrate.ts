import { syncAreas } from "../modules/areas/index.ts";
import { SHIPPED_QUALITY } from "../modules/failure-model/index.ts";
import { syncPartCategories } from "../modules/parts/index.ts";
import { storeQuality } from "../modules/quality/index.ts";
import { migrateDatabase } from "../platform/db/migrate.ts";

/** Brings a database up to this version: tables first, then the reference data that the code holds. */
export function migrate(ownerUrl: string): Promise<void> {
  return migrateDatabase(ownerUrl, async (client) => {
    await syncAreas(client);
    await syncPartCategories(client);
    await storeQuality(client, SHIPPED_QUALITY);
  });
}
