/** The demo's partners, as the sign-in and the examples name them. */
export const PERSONAS: Readonly<Record<string, { readonly title: string; readonly does: string }>> = {
  distributor: { title: "Parts distributor", does: "Which parts, where, in which week. No personal data." },
  garage: {
    title: "Garage software",
    does: "The car on the ramp and its opportunities, around Lyon and in Britain.",
  },
  supplier: { title: "Inspection network", does: "Writes vehicles, inspections and garages; reads none." },
  explorer: { title: "Explorer", does: "Reads everything, nobody’s identity. Start here." },
  rival: { title: "Rival garage software", does: "Another territory: Marseille and the Netherlands." },
};
