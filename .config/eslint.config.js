import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "migrations/", "bench/"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname + "/.." },
    },
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      // A switch over kinds is one decision.
      complexity: ["error", { max: 12, variant: "modified" }],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: "Read settings through src/platform/config/config.ts.",
        },
        { selector: "TSEnumDeclaration", message: "Use a const list and enumMap()." },
        {
          selector: "CallExpression[callee.name='inArray']",
          message: "Use isAnyOf(): one bind parameter, one statement text.",
        },
      ],
      // Parameters of a schema field that the read engine answers are there for their declarations.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Rows are plain objects that have a GraphQL class's shape; nobody asks them for instanceof.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/require-await": "off", // Apollo's and jose's interfaces ask for promises
      "@typescript-eslint/no-extraneous-class": ["error", { allowWithDecorator: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Keys are data here (GraphQL response keys, column names), and tsc asks for brackets on index signatures.
      "@typescript-eslint/dot-notation": "off",
    },
  },
  {
    files: ["**/*.mjs", "**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: Object.fromEntries(
        ["process", "console", "URL", "URLSearchParams", "fetch", "btoa"].map((name) => [name, "readonly"]),
      ),
    },
  },
  {
    files: [
      "src/app/kimberlite.mjs",
      "src/app/cli.ts",
      "test/support/**",
      "test/integration/app/**",
      ".config/**",
      "drizzle.config.ts",
    ],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    // Programs of partners, who have other ways to be configured and to speak.
    files: ["examples/**"],
    rules: { "no-console": "off", "no-restricted-syntax": "off" },
  },
  {
    files: ["test/**"],
    rules: { "max-lines-per-function": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    // Reviewed data: its length is its content.
    files: ["src/modules/**/*.data.ts", "src/modules/vocabulary/graphql.ts", "test/**/*.golden.ts"],
    rules: { "max-lines": "off" },
  },
);
