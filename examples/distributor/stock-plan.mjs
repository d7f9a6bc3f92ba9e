// From a client id and secret to a stock plan as CSV: pieces to hold of each part in an area, for 13 weeks.
//   CLIENT_ID=… CLIENT_SECRET=… node examples/distributor/stock-plan.mjs FR-69 > stock-plan.csv
import { GraphQLClient, gql } from "graphql-request";

const { CLIENT_ID, CLIENT_SECRET, API = "http://127.0.0.1:4000" } = process.env;
const [area = "FR-69"] = process.argv.slice(2);

const response = await fetch(`${API}/oauth/token`, {
  method: "POST",
  headers: { authorization: `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}` },
  body: new URLSearchParams({ grant_type: "client_credentials" }),
});
if (!response.ok) throw new Error(`No token: ${response.status}`);
const { access_token } = await response.json();
const client = new GraphQLClient(`${API}/graphql`, { headers: { authorization: `Bearer ${access_token}` } });

const { demand, partCategories } = await client.request(
  gql`
    query StockPlan($area: String!) {
      demand(filter: { area: $area }, by: [PART_CATEGORY]) {
        publishedOn
        cells {
          partCategory
          units {
            p10
            p50
            p90
          }
          suppressed
        }
      }
      partCategories {
        key
        name
      }
    }
  `,
  { area },
);

const names = new Map(partCategories.map(({ key, name }) => [key, name]));
const quoted = (text) => `"${String(text).replaceAll('"', '""')}"`;
const lines = demand.cells
  .filter(({ units }) => units !== null)
  .toSorted((one, other) => other.units.p50 - one.units.p50)
  .map(({ partCategory, units: { p10, p50, p90 } }) =>
    [area, partCategory, quoted(names.get(partCategory)), p10, p50, p90].join(),
  );
const hidden = demand.cells.filter(({ suppressed }) => suppressed !== null).length;
// Beside the plan, not in it.
if (demand.publishedOn === null) console.error("No demand has been published yet: try again in a minute.");
else if (hidden > 0) {
  console.error(
    `${hidden} of ${demand.cells.length} part categories have no number in ${area}: fewer than 11 vehicles are expected to need them, or fewer than 3 garages know of these, or the number would give such a one away. A wider area, such as FR, has more.`,
  );
}
console.log(["area,part_category,name,least,expected,most", ...lines].join("\n"));
