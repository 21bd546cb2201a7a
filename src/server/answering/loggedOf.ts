import { GraphQLError } from "graphql";
import { ResolverMistake } from "./ResolverMistake.js";

/** What the log may hold of a failure. The stack says where in our code; the message is left out, because a driver's quotes rows. */
export function loggedOf(failure: unknown): object {
  const cause = failure instanceof GraphQLError ? (failure.originalError ?? failure) : failure;
  const { name, stack, code } =
    cause instanceof Error ? (cause as Error & { code?: string }) : { name: typeof cause, stack: "", code: "" };
  const mistake = cause instanceof ResolverMistake ? cause.message : undefined;
  return { error: name, code, mistake, at: stack?.split("\n").filter((line) => /^\s+at /.test(line)) };
}
