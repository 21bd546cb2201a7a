// PostGraphile 5 with its Amber preset, over the same tables; who may see what is the tables' row-level security, as its users write it.
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { POLICY_ROLE } from "../data.mjs";
import { viewerOf } from "./viewer.mjs";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL), options: "-c jit=off" });
const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ["public"] })],
  grafserv: { graphiql: false, watch: false, graphqlPath: "/graphql" },
  grafast: {
    context: async ({ node }) => {
      const { id, isAdmin } = await viewerOf(pool, node?.req.headers.authorization);
      return { pgSettings: { role: POLICY_ROLE, "viewer.id": id, "viewer.is_admin": String(isAdmin) } };
    },
  },
};
const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server);
server.listen(Number(process.env.PORT), "127.0.0.1");
