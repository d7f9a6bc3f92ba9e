const EARTH_RADIUS_KM = 6371.0088;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** A place as the tables hold it: a point of PostgreSQL's type `cube` on the sphere. */
export function spherePointOf({ latitude, longitude }: Readonly<Record<string, unknown>>): string {
  const [phi, lambda] = [radians(Number(latitude)), radians(Number(longitude))];
  const point = [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
  return `(${point.map((part) => part * EARTH_RADIUS_KM).join(", ")})`;
}
