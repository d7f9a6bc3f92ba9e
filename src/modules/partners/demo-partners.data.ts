import type { Scope } from "../../platform/auth/principal.ts";
import type { Purpose } from "./purposes.ts";

export const PERSONAS = ["distributor", "garage", "supplier", "explorer", "rival"] as const;
export type Persona = (typeof PERSONAS)[number];

interface DemoPartner {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Empty: everywhere. */
  readonly areas: readonly string[];
  readonly purposes: readonly Purpose[];
}

const GARAGE_SOFTWARE: Pick<DemoPartner, "scopes" | "purposes"> = {
  scopes: [
    "vehicles:read",
    "vehicles:identify",
    "vehicles:write",
    "inspections:read",
    "garages:read",
    "garages:write",
    "signals:read",
    "signals:write",
    "signals:act",
    "repairs:write",
    "events:read",
    "webhooks:manage",
    "consents:manage",
  ],
  purposes: ["SERVICE", "SAFETY_NOTICE", "MARKETING"],
};

/** Invented companies, one for each kind of reader or supplier, so that a new installation can be tried at once. */
export const DEMO_PARTNERS: Readonly<Record<Persona, DemoPartner>> = {
  distributor: {
    name: "Demo parts distributor",
    scopes: ["demand:read", "garages:read", "exports:run", "events:read", "webhooks:manage"],
    areas: [],
    purposes: [],
  },
  /** Around Lyon (Rhône, Ain, Isère, Loire), and Great Britain. */
  garage: {
    ...GARAGE_SOFTWARE,
    name: "Demo garage software",
    areas: ["FR-01", "FR-38", "FR-42", "FR-69", "GB"],
  },
  supplier: {
    name: "Demo inspection network",
    scopes: ["vehicles:write", "inspections:write", "garages:write"],
    areas: [],
    purposes: [],
  },
  explorer: {
    name: "Demo explorer",
    scopes: [
      "vehicles:read",
      "inspections:read",
      "garages:read",
      "signals:read",
      "demand:read",
      "events:read",
      "exports:run",
    ],
    areas: [],
    purposes: ["RESEARCH"],
  },
  /** Around Marseille (Bouches-du-Rhône, Var, Vaucluse, Gard), and the Netherlands: nothing of `garage`'s. */
  rival: {
    ...GARAGE_SOFTWARE,
    name: "Demo rival garage software",
    areas: ["FR-13", "FR-30", "FR-83", "FR-84", "NL"],
  },
};
