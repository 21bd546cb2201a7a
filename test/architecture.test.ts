import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { history } from "../migrations/history.js";

/** The doors of the packages: an app and another package import these alone. */
const { imports: DOORS }: { imports: Readonly<Record<string, string>> } = JSON.parse(readFileSync("package.json", "utf8"));

/** Which rooms and doors a room of the app may import, beside packages of npm and itself. */
const APP: Record<string, readonly string[]> = {
  main: ["#engine", "#engine/database", "config", "createDataSource", "novadraw", "playgroundTabs", "warnOfSettings"],
  novadraw: ["#engine", "#engine/features", "access", "config", "constraints", "entities", "features", "mail", "writes"],
  describeNovadraw: ["#engine", "#engine/database", "#engine/features", "access", "config", "createDataSource", "novadraw"],
  operatorsServices: ["#engine/features", "access", "config", "constraints", "features", "writes"],
  cli: [
    "#engine",
    "#engine/database",
    "#engine/features",
    "#operations",
    "config",
    "createDataSource",
    "describeNovadraw",
    "entities",
    "features",
    "operatorsServices",
  ],
  features: ["#engine/entities", "#engine/features", "codes", "config", "entities", "mail", "writes"],
  constraints: ["features"],
  writes: ["#engine/features", "codes", "entities"],
  mail: ["#engine/features", "entities"],
  access: ["#engine/entities", "entities"],
  createDataSource: ["#engine/database", "entities", "migrations"],
  entities: ["#engine/entities"],
  codes: ["#engine/features"],
  config: ["#engine", "#engine/database", "#engine/features", "#operations"],
  playgroundTabs: [],
  warnOfSettings: ["#engine/features", "config"],
};

/** The same for the rooms of packages. They know no room of the app, and no other package but by its door. */
const PACKAGES: Record<string, readonly string[]> = {
  operations: ["#engine/database"],
  "engine/engine": [
    "engine/ApiSettings",
    "engine/api",
    "engine/defaultSettings",
    "engine/documents",
    "engine/http",
    "engine/playground",
    "engine/processes",
  ],
  "engine/entities": ["engine/compiler", "engine/decorators", "engine/scalars", "engine/types"],
  "engine/features": [
    "engine/ServiceLog",
    "engine/api",
    "engine/compiler",
    "engine/errors",
    "engine/gate",
    "engine/inputs",
    "engine/request",
    "engine/writes",
  ],
  // The door of the database is a file of its room's name.
  "engine/database": ["engine/ConfigError", "engine/KnownError", "engine/byteText", "engine/errors", "engine/gate"],
  "engine/api": [
    "engine/ApiSettings",
    "engine/ServiceLog",
    "engine/answering",
    "engine/compiler",
    "engine/database",
    "engine/documents",
    "engine/errors",
    "engine/gate",
    "engine/http",
    "engine/inputs",
    "engine/live",
    "engine/metrics",
    "engine/playground",
    "engine/replicas",
    "engine/request",
    "engine/writes",
  ],
  "engine/live": [
    "engine/answering",
    "engine/byteText",
    "engine/compiler",
    "engine/documents",
    "engine/errors",
    "engine/gate",
    "engine/http",
    "engine/request",
  ],
  "engine/http": [
    "engine/ApiSettings",
    "engine/KnownError",
    "engine/ServiceLog",
    "engine/answering",
    "engine/compiler",
    "engine/documents",
    "engine/errors",
    "engine/gate",
    "engine/request",
  ],
  "engine/documents": ["engine/ConfigError", "engine/answering", "engine/compiler", "engine/errors", "engine/request"],
  "engine/answering": [
    "engine/ServiceLog",
    "engine/byteText",
    "engine/compiler",
    "engine/database",
    "engine/errors",
    "engine/gate",
    "engine/metrics",
    "engine/request",
    "engine/scalars",
  ],
  "engine/writes": [
    "engine/compiler",
    "engine/database",
    "engine/errors",
    "engine/gate",
    "engine/metrics",
    "engine/request",
    "engine/types",
  ],
  "engine/processes": ["engine/ApiSettings", "engine/ServiceLog", "engine/http", "engine/metrics"],
  "engine/replicas": [
    "engine/ApiSettings",
    "engine/ServiceLog",
    "engine/compiler",
    "engine/database",
    "engine/errors",
    "engine/gate",
  ],
  "engine/metrics": [],
  "engine/playground": [],
  "engine/request": ["engine/ServiceLog", "engine/gate"],
  "engine/gate": ["engine/compiler", "engine/errors"],
  "engine/inputs": ["engine/errors", "engine/scalars"],
  "engine/decorators": ["engine/scalars"],
  "engine/types": ["engine/compiler", "engine/scalars"],
  "engine/scalars": ["engine/errors"],
  "engine/compiler": ["engine/errors"],
  "engine/defaultSettings": ["engine/ApiSettings"],
  "engine/ApiSettings": ["engine/database", "engine/gate"],
  "engine/ConfigError": ["engine/KnownError"],
  "engine/KnownError": [],
  "engine/ServiceLog": [],
  "engine/byteText": [],
  "engine/errors": [],
};
const MAY_IMPORT = { ...APP, ...PACKAGES };
const MAX_LINES = 300;

const files = ["src", "packages", "examples/demo", "migrations", "test"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);
const sources = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));

function importsOf(file: string): string[] {
  return [...(sources.get(file) ?? "").matchAll(/from "(\.[^"]+|#[^"]+)"/g)].map(([, path = ""]) =>
    path.startsWith("#") ? sourceOf(DOORS[path] ?? path) : relative(".", resolve(dirname(file), path.replace(/js$/, "ts"))),
  );
}

/** The source of a built file. */
const sourceOf = (built: string) => relative("dist", built).replace(/js$/, "ts");
const doorOf = new Map(Object.entries(DOORS).map(([door, built]) => [sourceOf(built), door]));

const packageOf = (file: string): string => /^packages\/[^/]+/.exec(file)?.[0] ?? "the app";

/** A package's room bears the package's name; operations is one room. */
function roomOf(file: string): string {
  const [top = "", first = "", , room = ""] = file.split("/");
  if (top === "packages") return first === "engine" ? `engine/${room.replace(/\.ts$/, "")}` : first;
  return top === "src" ? first.replace(/\.ts$/, "") : top;
}

const isCode = (file: string) => /^(src|packages\/[^/]+\/src)\//.test(file);

describe("architecture", () => {
  it("lets each room import only what the table allows, and no feature another", () => {
    const forbidden = files.filter(isCode).flatMap((file) =>
      importsOf(file).flatMap((target) => {
        const isOutside = packageOf(file) !== packageOf(target);
        const [from, to] = [roomOf(file), (isOutside && doorOf.get(target)) || roomOf(target)];
        const isOtherFeature = from === "features" && to === "features" && file.split("/")[2] !== target.split("/")[2];
        return isOtherFeature || (from !== to && !MAY_IMPORT[from]?.includes(to)) ? [`${file} imports ${target}`] : [];
      }),
    );

    expect(forbidden).toEqual([]);
  });

  it("imports packages by their doors alone, and the app from no package", () => {
    const past = files
      .filter((file) => isCode(file) || file.startsWith("migrations/"))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => packageOf(target) !== packageOf(file) && !doorOf.has(target))
          .map((target) => `${file} imports ${target}`),
      );

    expect(past).toEqual([]);
  });

  it("has no import cycle outside entities", () => {
    const isEntity = (file: string) => roomOf(file) === "entities" || file.startsWith("packages/engine/test/library/");
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
    for (const file of files) if (!isEntity(file)) visit(file, []);

    expect(cycles.filter((cycle) => !cycle.split(" → ").every(isEntity))).toEqual([]);
  });

  it("composes every resolver class: one that nobody imports could not be found at start", () => {
    const resolvers = files.filter((file) => /^src\/features\/.*Resolver\.ts$/.test(file));

    expect(resolvers.filter((file) => !importsOf("src/novadraw.ts").includes(file))).toEqual([]);
  });

  it("keeps migrations to typeorm and the base of data migrations, and names each in the history", () => {
    const steps = files.filter((file) => /^migrations\/\d/.test(file));

    expect(steps.flatMap(importsOf).filter((file) => file !== "packages/operations/src/DataMigration.ts")).toEqual([]);
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
  const path = doorOf.get(target) ?? `[^"]*/${target.replace(/^.*\//, "").replace(/\.ts$/, "")}\\.js`;
  const lines = [...(sources.get(file) ?? "").matchAll(new RegExp(`import (type )?(\\{[^}]*\\})? ?from "${path}"`, "g"))];
  return lines.length > 0 && lines.every(([, isType]) => isType !== undefined);
}
