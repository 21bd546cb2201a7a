import type { ASTVisitor, ValidationContext, ValidationRule } from "graphql";
import { MAX_ALIAS_LENGTH } from "./limits.js";
import { tooComplex } from "./tooComplex.js";

export const limitAliases: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  Field({ alias }) {
    if (alias && alias.value.length > MAX_ALIAS_LENGTH)
      context.reportError(tooComplex(`An alias has more than ${MAX_ALIAS_LENGTH} characters. Choose a shorter one.`, alias));
  },
});
