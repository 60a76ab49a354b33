// What the story of scenario.ts is told with.
// SPDX-License-Identifier: MIT
import { HOLDER } from "./app";

export const ID = "20251008_153000_full_name";
export const UP = `migrations/${ID}:up`;
export const SEAL = "8c1f0e2d4b6a7988c1f0e2d4b6a79881c1f0e2d4";
export const DOWN = `migrations/${ID}:down`;
export const OTHER = {
  ...HOLDER,
  cloneId: "77aa01b2c3d4e5f6",
  cloneName: "bo@oak:~/shop",
  host: "oak",
  runId: "r-20251008-160000-99fe",
};

export const APPLIED_ROW = {
  migrationId: ID,
  direction: "up",
  name: "full name",
  description: "One field for the name",
  environment: "dev",
  sourceHash: "3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
  sealHash: SEAL,
  table: "users",
  tables: ["users", "profiles"],
  commitSha: "9fceb02d0ae598e95dc970b74767f19372d61af8",
  branch: "feature/full-name",
  upPath: UP,
  downPath: `cvxSealed/s${SEAL.slice(0, 16)}:down`,
};

export const INDEXES = [{ table: "users", name: "by_full_name", fields: ["fullName"] }];
export const NEEDS = {
  functions: ["users:normalize"],
  components: ["aggregate/btree:insert"],
  migrationsClient: "0.3.6",
};

/** What a baseline records: one migration with all that is known of it, one without. */
export const LINEUP = [
  {
    migrationId: "20250901_120000_users",
    name: "users",
    sourceHash: "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0",
    sealHash: "1d".repeat(20),
    table: "users",
    environment: "dev",
    upPath: "migrations/20250901_120000_users:up",
    downPath: `cvxSealed/s${"1d".repeat(8)}:down`,
    commitSha: APPLIED_ROW.commitSha,
    branch: "main",
    appliedBy: { cloneId: HOLDER.cloneId, cloneName: HOLDER.cloneName },
  },
  {
    migrationId: "20250915_090000_roles",
    name: "roles",
    sourceHash: "d00491fd7e5bb6fa28c517a0bb32b8b506539d4d",
    table: "users",
    upPath: "migrations/20250915_090000_roles:up",
  },
];

export const RELEASE = {
  releaseId: "rel-20251008-1",
  environment: "production",
  commitSha: APPLIED_ROW.commitSha,
  fromCommit: "1f7a7a472abf3dd9643fd615f6da379c4acb3e3a",
  initiatedBy: "ada@fern",
  status: "running",
  tag: "v1.4.0",
  workflowUrl: "https://ci.example/runs/17",
  waypoints: [{ commitSha: "c4acb3e3a1f7a7a472abf3dd9643fd615f6da379", migrations: [ID] }],
};
