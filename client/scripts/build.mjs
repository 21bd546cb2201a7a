// Builds dist from nothing: the compiled TypeScript, and the files that tools read.
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSchema, isObjectType } from "graphql";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
rmSync("dist", { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "."], { stdio: "inherit" });
if (status !== 0) process.exit(1);

const { possibleTypes } = await import("../dist/schemaTypes.js");
const { scalars } = await import("../dist/scalars.js");
const types = Object.values(buildSchema(readFileSync("../schema.graphql", "utf8")).getTypeMap()).filter(isObjectType);
// Relay takes an id for that of a Node, unless it is told otherwise.
const others = types.filter((type) => "id" in type.getFields() && type.getInterfaces().length === 0);
const relay = {
  src: "./src",
  schema: "node_modules/novadraw-client/dist/schema.graphql",
  language: "typescript",
  eagerEsModules: true,
  customScalarTypes: scalars,
  schemaConfig: {
    nodeInterfaceIdField: "id",
    nonNodeIdFields: { allowedIdTypes: Object.fromEntries(others.map(({ name }) => [name, "ID"])) },
  },
};
copyFileSync("../schema.graphql", "dist/schema.graphql");
writeFileSync("dist/possibleTypes.json", `${JSON.stringify(possibleTypes, null, 2)}\n`);
writeFileSync("dist/relay.config.json", `${JSON.stringify(relay, null, 2)}\n`);
