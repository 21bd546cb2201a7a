/** The documents that alone may run, by the ids that a client's build gave them. */
export class TrustedDocuments {
  private readonly texts: ReadonlySet<string>;

  /** @param documents texts by id, as the client preset of GraphQL Code Generator writes them (`persistedDocuments`). */
  constructor(private readonly documents: ReadonlyMap<string, string>) {
    this.texts = new Set(documents.values());
  }

  /**
   * The text that the request may run: the text of its id, which clients send as `documentId` (GraphQL over HTTP, appendix on persisted
   * documents) or as Apollo's persisted query extension, or the text that it sends itself. Undefined when neither is trusted.
   */
  textFor({ query, documentId, extensions }: Readonly<Record<string, unknown>>): string | undefined {
    const id = typeof documentId === "string" ? documentId : persistedHashOf(extensions);
    if (id !== undefined) return this.documents.get(id) ?? this.documents.get(id.replace(/^sha256:/, ""));
    return typeof query === "string" && this.texts.has(query) ? query : undefined;
  }
}

function persistedHashOf(extensions: unknown): string | undefined {
  const { persistedQuery } = isRecord(extensions) ? extensions : {};
  const { sha256Hash } = isRecord(persistedQuery) ? persistedQuery : {};
  return typeof sha256Hash === "string" ? sha256Hash : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
