import "reflect-metadata";
import { Arg, Field, InputType, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { Column, Entity } from "typeorm";
import { createApi, createLog, defaultSettings } from "#engine";
import { makeDataSource } from "#engine/database";
import { type AccessPolicy, Id, Node } from "#engine/entities";
import { CharacterCount, insertRows, newId, type Read, readRow, type Store } from "#engine/features";

@Entity("quotes")
@ObjectType({ implements: Node, description: "What somebody has said." })
export class Quote extends Node {
  @Column("varchar", { length: 200 })
  @Field(() => String, { description: "Their words." })
  text: string;
}

@InputType()
class QuoteInput {
  @Field(() => String, { description: "Their words, 1 to 200 characters." })
  @CharacterCount(1, 200)
  text: string;
}

@Resolver()
class QuoteResolver {
  constructor(private readonly store: Store) {}

  @Query(() => Quote, { nullable: true, description: "One quote, or null." })
  quote(@Arg("id", () => Id) id: string): Read {
    return readRow({ id });
  }

  @Mutation(() => Quote, { nullable: true, description: "Keeps a quote." })
  async keepQuote(@Arg("input", () => QuoteInput) { text }: QuoteInput): Promise<Read> {
    const id = newId();
    await this.store.transact((manager) => insertRows(manager, Quote, [{ id, text }]));
    return readRow({ id });
  }
}

const access: AccessPolicy = {
  viewer: () => "SELECT NULL::uuid AS id, false AS sees_all, false AS use_is_due WHERE false", // Nobody signs in here.
  rules: new Map([[Quote, { readableBy: "everyone" }]]),
};

const log = createLog("info");
const settings = { ...defaultSettings, port: Number(process.env.PORT ?? 8000) };
const tables = { applicationName: "quotes", entities: [Quote], migrations: [] };
const database = makeDataSource(tables, settings.database, log);
await database.initialize();
await database.synchronize(); // For a first try. A service that keeps what it has takes migrations.

const features = (store: Store) => ({ resolvers: [new QuoteResolver(store)] });
const quotes = { name: "quotes", title: "Quotes", access, constraints: {}, features };
const api = await createApi({ ...quotes, settings, database, log });
await api.serve();
