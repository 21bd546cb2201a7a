import type { Rule } from "./Rule.js";
import { columnRules } from "./rules/columnRules.js";
import { constraintRules } from "./rules/constraintRules.js";
import { dropRules } from "./rules/dropRules.js";
import { indexRules } from "./rules/indexRules.js";
import { renameRules } from "./rules/renameRules.js";
import { rowRules } from "./rules/rowRules.js";
import { sessionRules } from "./rules/sessionRules.js";

/** All rules of lint, in the order in which docs/migrations.md lists them. */
export const rules: readonly Rule[] = [
  ...dropRules,
  ...renameRules,
  ...columnRules,
  ...constraintRules,
  ...indexRules,
  ...rowRules,
  ...sessionRules,
];
