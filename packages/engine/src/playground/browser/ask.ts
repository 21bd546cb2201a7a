export interface Params {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null;
}

export interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

const UNREACHABLE = "The server cannot be reached. Try again.";

/** Sends an operation to the API (GraphQL over HTTP) and hands its answer back, errors included, that of the network too. */
export async function ask(params: Params, headers: Readonly<Record<string, string>> = {}): Promise<Result> {
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(params),
    });
    return await response.json();
  } catch {
    return { errors: [{ message: UNREACHABLE }] };
  }
}
