import type { ValidationRule } from "graphql";
import { limitAliases } from "./limitAliases.js";
import { limitDepth } from "./limitDepth.js";
import { limitFields } from "./limitFields.js";
import { onlyLive } from "./onlyLive.js";

/** The rules for documents besides those of GraphQL itself. */
export const limitRules: readonly ValidationRule[] = [limitDepth, limitAliases, limitFields, onlyLive];
