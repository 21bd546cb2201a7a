import { bypassCases } from "./bypassCases.js";
import type { LintCase } from "./lintCase.js";
import { lockCases } from "./lockCases.js";
import { schemaCases } from "./schemaCases.js";

/** The dangerous statements of Squawk's and strong_migrations' lists, and those that were found by trying. */
export const lintCases: readonly LintCase[] = [...schemaCases, ...lockCases, ...bypassCases];
