import type { LoadedParameters } from "./load-parameters.ts";

/** Where a car stands among those that the model has seen; null where it has not. */
export interface KnownCar {
  /** Place in {@link LoadedParameters.makes}. */
  readonly make: number | null;
  /** Place in {@link LoadedParameters.models}. */
  readonly model: number | null;
}

/** Other registers' names of makes that Finland's statistics have under another. Vauxhall sells Opel's cars. */
const OTHER_MAKE_NAMES: ReadonlyMap<string, string> = new Map([
  ["VW", "VOLKSWAGEN"],
  ["MERCEDES", "MERCEDESBENZ"],
  ["TESLA", "TESLAMOTORS"],
  ["VAUXHALL", "OPEL"],
]);

/**
 * Finds cars by the names that registers give them. Case, accents and punctuation do not matter, and of a model the
 * longest beginning that is known counts: "Golf VII 1.6 TDI" is a Golf, and "GRAND C-MAX" is not a C-Max.
 */
export function carMatcher(loaded: LoadedParameters): (make: string, model: string | null) => KnownCar {
  const makes = new Map(loaded.makes.map(({ make }, index) => [words(make).join(""), index]));
  const models = new Map(
    loaded.models.map(({ makeModel, make }, index) => {
      const model = makeModel.slice((loaded.makes[make]?.make ?? "").length);
      return [`${make} ${words(model).join("")}`, index];
    }),
  );
  return (make, model) => {
    const name = words(make).join("");
    const found = makes.get(OTHER_MAKE_NAMES.get(name) ?? name) ?? null;
    if (found === null) return { make: null, model: null };
    const parts = words(model ?? "");
    for (let length = parts.length; length > 0; length -= 1) {
      const known = models.get(`${found} ${parts.slice(0, length).join("")}`);
      if (known !== undefined) return { make: found, model: known };
    }
    return { make: found, model: null };
  };
}

/** "Citroën C-Crosser" → ["CITROEN", "C", "CROSSER"]. */
function words(name: string): string[] {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}
