import { readFileSync } from "node:fs";

/** What is wrong with running on this version of Node, by what package.json asks for; nothing where it will do. */
export function nodeProblem(version: string): string | undefined {
  const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const ranges: string = engines.node;
  return ranges.split("||").some((range) => isWithin(version, range.trim()))
    ? undefined
    : `This is Node ${version}, and the service needs ${ranges.replaceAll("||", "or")}. Install the latest Node that has long-term support.`;
}

/** The two kinds of range that package.json has: ^20.19 and >=24.11. */
function isWithin(version: string, range: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = range.replace(/^\D+/, "").split(".").map(Number);
  if (major === leastMajor) return minor >= leastMinor;
  return range.startsWith(">=") && major > leastMajor;
}
