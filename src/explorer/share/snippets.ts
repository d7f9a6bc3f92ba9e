import type { OperationRequest } from "../api.ts";

/**
 * An operation as a program of its own. Credentials come from the environment: what is copied may be pasted anywhere.
 */
export interface Snippet {
  readonly name: string;
  readonly write: (origin: string, request: OperationRequest) => string;
}

const bodyOf = ({ query, variables }: OperationRequest) =>
  JSON.stringify({ query, ...(variables && { variables }) });

const curl: Snippet = {
  name: "curl",
  write: (origin, request) => `# Needs CLIENT_ID and CLIENT_SECRET in the environment.
TOKEN=$(curl -s -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials \\
  ${origin}/oauth/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -s ${origin}/graphql -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' --data-binary @- <<'JSON'
${bodyOf(request)}
JSON
`,
};

const graphqlRequest: Snippet = {
  name: "graphql-request",
  write: (
    origin,
    request,
  ) => `// npm install graphql-request; needs CLIENT_ID and CLIENT_SECRET in the environment.
import { GraphQLClient } from "graphql-request";

const { CLIENT_ID, CLIENT_SECRET } = process.env;
const response = await fetch("${origin}/oauth/token", {
  method: "POST",
  headers: { authorization: \`Basic \${btoa(\`\${CLIENT_ID}:\${CLIENT_SECRET}\`)}\` },
  body: new URLSearchParams({ grant_type: "client_credentials" }),
});
const { access_token } = await response.json();
const client = new GraphQLClient("${origin}/graphql", { headers: { authorization: \`Bearer \${access_token}\` } });
const query = ${JSON.stringify(request.query)};
const variables = ${JSON.stringify(request.variables ?? {})};
console.log(JSON.stringify(await client.request(query, variables), null, 2));
`,
};

const python: Snippet = {
  name: "Python",
  write: (origin, request) => `# Standard library only; needs CLIENT_ID and CLIENT_SECRET in the environment.
import base64, json, os, urllib.request

def post(path, body, headers):
    request = urllib.request.Request("${origin}" + path, body.encode(), headers)
    with urllib.request.urlopen(request) as response:
        return json.load(response)

credential = base64.b64encode(f"{os.environ['CLIENT_ID']}:{os.environ['CLIENT_SECRET']}".encode()).decode()
token = post("/oauth/token", "grant_type=client_credentials", {"authorization": f"Basic {credential}"})
body = json.loads(${JSON.stringify(bodyOf(request))})
headers = {"authorization": f"Bearer {token['access_token']}", "content-type": "application/json"}
print(json.dumps(post("/graphql", json.dumps(body), headers), indent=2, ensure_ascii=False))
`,
};

export const SNIPPETS: readonly Snippet[] = [curl, graphqlRequest, python];
