import type { DataSource } from "typeorm";
import { type ServiceLog, silentLog } from "../ServiceLog.js";
import { storeOf } from "../writes/Store.js";
import type { ApiDefinition } from "./ApiDefinition.js";
import type { Engine } from "./Features.js";

/** What services get from an operator's command, which works step by step: nothing waits or is measured. */
export const operatorsEngine = (
  database: DataSource,
  { access, constraints }: Pick<ApiDefinition, "access" | "constraints">,
  log: ServiceLog = silentLog,
): Engine => ({
  ...storeOf(database, access, constraints),
  hash: (work) => work(),
  gauge: () => undefined,
  count: () => () => undefined,
  measure: () => () => undefined,
  log,
});
