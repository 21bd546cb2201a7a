import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { history } from "../migrations/history.js";

/** Which rooms a room may import, beside packages of npm and itself. The engine knows no room of the app. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "engine/errors": [],
  "engine/ConfigError": [],
  "engine/byteText": [],
  "engine/compiler": ["engine/errors"],
  "engine/gate": ["engine/compiler", "engine/errors"],
  "engine/request": ["engine/gate"],
  "engine/scalars": ["engine/errors", "entities"],
  "engine/decorators": ["engine/scalars", "entities"],
  "engine/types": ["engine/scalars", "entities"],
  "engine/inputs": ["engine/errors", "engine/scalars"],
  "engine/writes": ["engine/compiler", "engine/errors", "engine/gate", "engine/request", "engine/types"],
  "engine/database": ["engine/ConfigError", "engine/byteText", "engine/errors", "engine/gate", "config"],
  "engine/metrics": [],
  "engine/replicas": ["engine/compiler", "engine/database", "engine/errors", "engine/gate"],
  "engine/answering": [
    "engine/byteText",
    "engine/compiler",
    "engine/errors",
    "engine/gate",
    "engine/metrics",
    "engine/request",
    "engine/scalars",
  ],
  "engine/documents": [
    "engine/ConfigError",
    "engine/answering",
    "engine/compiler",
    "engine/errors",
    "engine/http",
    "engine/request",
    "entities",
  ],
  "engine/http": [
    "engine/answering",
    "engine/compiler",
    "engine/documents",
    "engine/errors",
    "engine/gate",
    "engine/request",
    "config",
  ],
  "engine/playground": [],
  operations: ["engine/database", "config", "createDataSource", "database", "entities", "migrations"],
  main: ["start"],
  start: ["Service", "config", "demo", "engine/ConfigError", "engine/database", "engine/http", "operations", "processes"],
  processes: ["config", "engine/http", "engine/metrics"],
  demo: ["Service", "config", "database", "engine/http", "operations", "playgroundTabs"],
  playgroundTabs: ["engine/playground"],
  Service: [
    "compose",
    "config",
    "createDataSource",
    "engine/database",
    "engine/gate",
    "engine/http",
    "engine/metrics",
    "mail",
    "playgroundTabs",
  ],
  composePrivacy: ["config", "engine/writes", "entities", "features", "mail"],
  composeFeatures: [
    "access",
    "composePrivacy",
    "config",
    "engine/database",
    "engine/documents",
    "engine/errors",
    "engine/gate",
    "engine/metrics",
    "engine/writes",
    "features",
    "mail",
    "writes",
  ],
  compose: [
    "access",
    "composeFeatures",
    "composePrivacy",
    "composeReplicas",
    "config",
    "engine/answering",
    "engine/compiler",
    "engine/database",
    "engine/documents",
    "engine/errors",
    "engine/gate",
    "engine/http",
    "engine/inputs",
    "engine/metrics",
    "engine/playground",
    "engine/replicas",
    "entities",
    "features",
    "mail",
    "writes",
  ],
  composeReplicas: ["config", "createDataSource", "engine/database", "engine/gate", "engine/replicas"],
  createDataSource: ["config", "engine/database", "entities", "migrations"],
  cli: [
    "compose",
    "composeFeatures",
    "config",
    "createDataSource",
    "engine/ConfigError",
    "engine/database",
    "engine/documents",
    "engine/errors",
    "entities",
    "operations",
  ],
  features: [
    "engine/compiler",
    "engine/decorators",
    "engine/errors",
    "engine/gate",
    "engine/http",
    "engine/inputs",
    "engine/request",
    "engine/scalars",
    "engine/types",
    "engine/writes",
    "entities",
    "mail",
    "writes",
  ],
  writes: ["engine/errors", "engine/writes", "entities"],
  mail: ["engine/errors", "entities"],
  access: ["engine/compiler", "entities"],
  database: ["entities"],
  entities: ["engine/decorators", "engine/scalars", "engine/types"],
  config: ["engine/ConfigError", "engine/database", "engine/errors"],
};
const MAX_LINES = 300;

const files = ["src", "packages", "migrations", "test"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);
const sources = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));

function importsOf(file: string): string[] {
  return [...(sources.get(file) ?? "").matchAll(/from "(\.[^"]+)\.js"/g)].map(([, path]) =>
    relative(".", resolve(dirname(file), `${path}.ts`)),
  );
}

/** A package's room bears the package's name; operations is one room. */
function roomOf(file: string): string {
  const [top = "", first = "", , room = ""] = file.split("/");
  if (top === "packages") return first === "engine" ? `engine/${room.replace(/\.ts$/, "")}` : first;
  return top === "src" ? first.replace(/\.ts$/, "") : top;
}

describe("architecture", () => {
  it("lets each room import only what the table allows, and no feature another", () => {
    const forbidden = files
      .filter((file) => /^(src|packages)\//.test(file))
      .flatMap((file) =>
        importsOf(file).flatMap((target) => {
          const [from, to] = [roomOf(file), roomOf(target)];
          const isOtherFeature = from === "features" && to === "features" && file.split("/")[2] !== target.split("/")[2];
          return isOtherFeature || (from !== to && !MAY_IMPORT[from]?.includes(to)) ? [`${file} imports ${target}`] : [];
        }),
      );

    expect(forbidden).toEqual([]);
  });

  it("has no import cycle outside entities", () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) {
        cycles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
        return;
      }
      if (done.has(file)) return;
      for (const target of importsOf(file)) if (!isTypeOnly(file, target)) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const file of files) if (roomOf(file) !== "entities") visit(file, []);

    expect(cycles.filter((cycle) => !cycle.split(" → ").every((file) => roomOf(file) === "entities"))).toEqual([]);
  });

  it("composes every resolver class: one that nobody imports could not be found at start", () => {
    const resolvers = files.filter((file) => /^src\/features\/.*Resolver\.ts$/.test(file));

    expect(resolvers.filter((file) => !importsOf("src/composeFeatures.ts").includes(file))).toEqual([]);
  });

  it("keeps migrations to typeorm and the base of data migrations, and names each in the history", () => {
    const steps = files.filter((file) => /^migrations\/\d/.test(file));

    expect(steps.flatMap(importsOf).filter((file) => file !== "migrations/DataMigration.ts")).toEqual([]);
    expect(history.map(({ name }) => name)).toEqual(
      steps.map((file) => /(\d+)-(\w+)\.ts$/.exec(file)).map((match) => `${match?.[2]}${match?.[1]}`),
    );
  });

  it("keeps files short and without bare marks", () => {
    const long = files.filter((file) => (sources.get(file) ?? "").split("\n").length > MAX_LINES);
    const marked = files.filter(
      (file) => !file.endsWith("architecture.test.ts") && /\bTODO\b(?!.*https:)/.test(sources.get(file) ?? ""),
    );

    expect([long, marked]).toEqual([[], []]);
  });
});

/** Types vanish when the code is compiled, so they close no cycle. */
function isTypeOnly(file: string, target: string): boolean {
  const name = target.replace(/^.*\//, "").replace(/\.ts$/, "");
  const lines = [
    ...(sources.get(file) ?? "").matchAll(new RegExp(`import (type )?(\\{[^}]*\\})? ?from "[^"]*/${name}\\.js"`, "g")),
  ];
  return lines.length > 0 && lines.every(([, isType]) => isType !== undefined);
}
