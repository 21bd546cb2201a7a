import { ResolverMistake } from "./ResolverMistake.js";

/**
 * What the log may hold of a failure. The stack says where in our code it happened. The message is left out, because a driver's message
 * quotes rows.
 */
export function loggedOf(failure: unknown): object {
  const { name, stack, code } =
    failure instanceof Error ? (failure as Error & { code?: string }) : { name: typeof failure, stack: "", code: "" };
  const mistake = failure instanceof ResolverMistake ? failure.message : undefined;
  return { error: name, code, mistake, at: stack?.split("\n").filter((line) => /^\s+at /.test(line)) };
}
