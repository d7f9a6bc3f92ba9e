import type { QualityFigures } from "../quality/index.ts";
import shipped from "./shipped-quality.data.json" with { type: "json" };

/**
 * How well the shipped model's like, trained on 2018 to 2020, predicted Finland's inspections of 2021. Derived figures;
 * source Traficom, CC BY 4.0. The test that trains the shipped parameters again measures these again.
 */
export const SHIPPED_QUALITY: readonly QualityFigures[] = (shipped as readonly object[]).map((row) => {
  const figures = row as Omit<QualityFigures, "measuredAt"> & { readonly measuredAt: string };
  return { ...figures, measuredAt: new Date(figures.measuredAt) };
});
