import type { DataSource } from "typeorm";
export const DEMO_PASSWORD = "novadraw-demo";
export const DEMO_ACCOUNTS = ["anna@example.org", "ben@example.org", "mia@example.org", "admin@example.org"] as const;
export async function loadDemoData(_database: DataSource): Promise<void> {}
