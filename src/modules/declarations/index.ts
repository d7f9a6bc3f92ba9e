/** Quotes and bookings that drivers asked for, as partners pass them on. */
export { eraseDeclarations } from "./erase-declarations.ts";
