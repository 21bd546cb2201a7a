import { Client, fetchExchange } from "@urql/core";
import { type CacheExchangeOpts, cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { connectionFields } from "./connectionFields.js";
import { possibleTypes } from "./possibleTypes.js";
import { Session } from "./Session.js";
import { type SessionFetchOptions, sessionFetch } from "./sessionFetch.js";

const pages = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, relayPagination()]));

/** How urql's normalized cache keeps the types of the API. */
export const graphcacheOptions: Partial<CacheExchangeOpts> = {
  possibleTypes,
  keys: {
    TutorialCategory: ({ name }) => name as string,
    PageInfo: () => null,
    AuthPayload: () => null,
    DataExport: () => null,
    ErasedRows: () => null,
  },
  resolvers: Object.fromEntries(Object.entries(connectionFields).map(([type, fields]) => [type, pages(fields)])),
};

/**
 * An urql client for the API. It has one cache, so make another client when somebody else signs in.
 * @param url the address of /graphql.
 * @param session who is signed in; nobody when absent.
 */
export const createUrqlClient = (url: string, session = new Session(), options: SessionFetchOptions = {}): Client =>
  new Client({
    url,
    fetch: sessionFetch(session, options),
    preferGetMethod: false,
    exchanges: [cacheExchange(graphcacheOptions), fetchExchange],
  });
