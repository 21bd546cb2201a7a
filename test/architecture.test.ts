import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { history } from "../migrations/history.js";

/** Which rooms a room may import, beside packages and itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  main: ["nodeProblem"],
  nodeProblem: [],
  start: ["config", "Service", "demo", "database", "server"],
  demo: ["config", "Service", "database", "server"],
  Service: ["gate", "config", "compose", "database", "live", "mail", "server"],
  composePrivacy: ["config", "entities", "features", "mail", "writes"],
  composeFeatures: ["gate", "config", "composePrivacy", "features", "mail", "access", "database", "server", "writes", "errors"],
  composeLive: ["compiler", "config", "gate", "live", "RequestContext", "server"],
  compose: [
    "errors",
    "config",
    "composePrivacy",
    "composeFeatures",
    "composeLive",
    "live",
    "entities",
    "features",
    "inputs",
    "compiler",
    "access",
    "database",
    "gate",
    "mail",
    "server",
  ],
  cli: ["config", "compose", "composeFeatures", "database", "entities", "errors", "server"],
  server: ["gate", "compiler", "entities", "errors", "config", "RequestContext", "addressOf", "networkOf", "byteText"],
  live: ["compiler", "errors", "gate", "networkOf", "RequestContext", "server", "byteText"],
  gate: ["compiler", "errors"],
  features: ["gate", "entities", "inputs", "mail", "writes", "errors", "compiler", "RequestContext", "networkOf"],
  writes: ["gate", "entities", "errors", "compiler", "RequestContext"],
  inputs: ["entities", "errors"],
  mail: ["entities", "errors"],
  access: ["entities", "compiler"],
  database: ["gate", "config", "entities", "errors", "migrations", "byteText"],
  byteText: [],
  RequestContext: ["gate"],
  addressOf: [],
  networkOf: ["addressOf"],
  entities: ["errors"],
  compiler: ["errors"],
  errors: [],
  config: ["errors"],
};
const MAX_LINES = 300;

const files = ["src", "migrations", "test"].flatMap((folder) =>
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

const roomOf = (file: string) =>
  file.startsWith("src/") ? (file.split("/")[1]?.replace(/\.ts$/, "") ?? "") : (file.split("/")[0] ?? "");

describe("architecture", () => {
  it("lets each room import only what the table allows, and no feature another", () => {
    const forbidden = files
      .filter((file) => file.startsWith("src/"))
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
