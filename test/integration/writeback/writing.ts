import type { TestPartner } from "../../support/server.ts";
import type { Scene } from "../consents/scene.ts";

export interface Result {
  readonly result: string | null;
  readonly row: { readonly id: string } | null;
  readonly userErrors: readonly {
    readonly code: string;
    readonly field: string | null;
    readonly message: string;
  }[];
}

/** Ways to send a batch with one of the mutations. @param row the field of a result that holds what was written */
export const writerOf =
  (scene: () => Scene) =>
  (field: string, type: string, row: string) =>
  async (by: TestPartner, items: readonly object[], options: object = {}): Promise<readonly Result[]> => {
    const query = `mutation ($input: ${type}!) { write: ${field}(input: $input) { results { result row: ${row} { id } userErrors { code field message } } } }`;
    const { data, errors, text } = await scene().ask<{ write: { results: readonly Result[] } }>(by, query, {
      input: { items, ...options },
    });
    if (errors !== undefined) throw new Error(text);
    return data.write.results;
  };

export const CAR = {
  country: "FR",
  make: "Renault",
  model: "Clio",
  postalCode: "69003",
  firstRegisteredOn: "2019-04",
};
export const codes = (results: readonly Result[]) =>
  results.map(({ userErrors }) => userErrors.map(({ code }) => code).join());
export const did = (results: readonly Result[]) => results.map(({ result }) => result);
