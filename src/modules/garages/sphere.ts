/** Mean radius of the Earth (IUGG), km. */
const EARTH_RADIUS_KM = 6371.0088;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** A place as text of PostgreSQL's type `cube`: a point on the sphere, km from its centre. */
export function spherePoint(latitude: number, longitude: number): string {
  const [phi, lambda] = [radians(latitude), radians(longitude)];
  const [x, y] = [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda)];
  return `(${[x, y, Math.sin(phi)].map((part) => part * EARTH_RADIUS_KM).join(", ")})`;
}

/** Along the surface, from the straight line through the Earth that `<->` measures. */
export function surfaceKm(chordKm: number): number {
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, chordKm / (2 * EARTH_RADIUS_KM)));
}

/** The straight line that belongs to a distance along the surface. */
export function chordKm(distanceKm: number): number {
  return 2 * EARTH_RADIUS_KM * Math.sin(Math.min(distanceKm / (2 * EARTH_RADIUS_KM), Math.PI / 2));
}
