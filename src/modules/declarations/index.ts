/** Quotes and bookings that drivers asked for, as partners pass them on. */
export { eraseDeclarations } from "./erase-declarations.ts";
export { storeDeclarations, type NewDeclaration, type Wish } from "./store-declarations.ts";
