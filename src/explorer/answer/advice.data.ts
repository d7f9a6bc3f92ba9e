/** What to do about each code of refusal. */
export const ADVICE: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: "Sign in again: the token has ended or was revoked.",
  FORBIDDEN: "Your contract does not include this.",
  GRAPHQL_PARSE_FAILED: "The document cannot be read: look at the line and column below.",
  GRAPHQL_VALIDATION_FAILED: "The document does not fit the schema: the editor underlines where.",
  BAD_USER_INPUT: "Correct the argument that it names.",
  BAD_CURSOR: "Start again from the first page, with the same arguments throughout.",
  QUERY_TOO_COMPLEX: "Ask for smaller pages or fewer levels.",
  RATE_LIMITED: "Your budget is spent for the moment; it fills up again every second.",
  OVERLOADED: "Nothing was done. Try again in a moment.",
  TIMEOUT: "Ask for fewer rows or a narrower filter.",
  UNREACHABLE: "Is the server running?",
  INTERNAL: "This is our fault. Quote the request when you write to us.",
};
