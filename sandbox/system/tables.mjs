// tables.mjs - the system queries that read tables, of mounted and unmounted components alike.
// SPDX-License-Identifier: MIT
//
// Each query is {args: validators, run(sandbox, args, data)}; `data` is the component that
// componentId names.
import { v } from "convex/values";
import { FunctionError } from "../runtime/errors.mjs";
import { SCHEDULED, SCHEDULED_TARGETS } from "../store/component-data.mjs";
import { paginate } from "../runtime/query/paginate.mjs";

export const componentId = v.optional(v.union(v.string(), v.null()));
export const paginationOpts = v.object({
  numItems: v.number(),
  cursor: v.union(v.string(), v.null()),
  endCursor: v.optional(v.union(v.string(), v.null())),
  id: v.optional(v.number()),
  maximumRowsRead: v.optional(v.number()),
  maximumBytesRead: v.optional(v.number()),
});

const MAX_ROWS = 10_000;
const MAX_BYTES = 5 << 20;
const FIELDS = ["_creationTime", "_id"];

/** A page of documents in order of creation; may be shorter than asked for, as the real ones are. */
export function pageOf(documents, { cursor, endCursor, numItems }, order) {
  const descending = order === "desc";
  const scanned = {
    documents: descending ? documents.reverse() : documents,
    fields: FIELDS,
    descending,
  };
  const limits = {
    cursor,
    endCursor,
    pageSize: numItems,
    maximumRowsRead: MAX_ROWS,
    maximumBytesRead: MAX_BYTES,
  };
  return paginate(
    scanned,
    limits,
    () => true,
    () => {},
  );
}

function documentsOf(data, name) {
  if (name === SCHEDULED_TARGETS) return [];
  return data.tables.get(name)?.byCreation() ?? [];
}

function tableMapping(data) {
  const named = data.userTables().map(({ number, name }) => [String(number), name]);
  const system = [
    ["_storage", "_file_storage"],
    [SCHEDULED_TARGETS, "_scheduled_jobs"],
  ];
  return Object.fromEntries([
    ...named,
    ...system.map(([name, shown]) => [String(data.tables.get(name).number), shown]),
  ]);
}

function scheduledJobs(data) {
  const jobs = data.tables.get(SCHEDULED).documents;
  return [...data.tables.get(SCHEDULED_TARGETS).documents.values()]
    .map(({ _id, component }) => {
      const { _creationTime, name, args, scheduledTime, state } = jobs.get(_id);
      const kind = state.kind === "pending" ? "pending" : "inProgress";
      return {
        _id,
        _creationTime,
        udfPath: name,
        udfArgs: args,
        component,
        state: { type: kind },
        nextTs: BigInt(Math.round(scheduledTime)) * 1_000_000n,
        originalScheduledTs: scheduledTime,
      };
    })
    .sort((left, right) => left.originalScheduledTs - right.originalScheduledTs);
}

function jobPage(jobs, { numItems, cursor }) {
  const start = cursor ? Number(cursor) : 0;
  const end = start + numItems;
  return {
    page: jobs.slice(start, end),
    isDone: end >= jobs.length,
    continueCursor: String(Math.min(end, jobs.length)),
  };
}

export const tableQueries = {
  "_system/cli/tables": {
    args: { paginationOpts },
    run: (sandbox, args, data) => ({
      page: data.userTables().map(({ name }) => ({ name })),
      isDone: true,
      continueCursor: "end",
    }),
  },
  "_system/cli/tableData": {
    args: {
      table: v.string(),
      order: v.union(v.literal("asc"), v.literal("desc")),
      paginationOpts,
    },
    run: (sandbox, args, data) =>
      pageOf(documentsOf(data, args.table), args.paginationOpts, args.order),
  },
  "_system/cli/tableSize": {
    args: { tableName: v.string() },
    run: (sandbox, args, data) => documentsOf(data, args.tableName).length,
  },
  "_system/cli/queryTable": {
    args: { tableName: v.string() },
    run: (sandbox, args, data) => data.tables.get(args.tableName)?.version ?? 0,
  },
  "_system/frontend/tableSize": {
    args: { tableName: v.string(), componentId },
    run: (sandbox, args, data) => documentsOf(data, args.tableName).length,
  },
  "_system/frontend/tableSize:sizeOfAllTables": {
    args: { componentId },
    run: (sandbox, args, data) =>
      data.userTables().reduce((sum, { documents }) => sum + documents.size, 0),
  },
  "_system/frontend/getTableMapping": {
    args: { componentId },
    run: (sandbox, args, data) => tableMapping(data),
  },
  "_system/frontend/paginatedTableDocuments": {
    args: {
      paginationOpts,
      table: v.string(),
      filters: v.union(v.string(), v.null()),
      componentId,
    },
    run: (sandbox, args, data) => {
      if (args.filters !== null)
        throw new FunctionError("Filters are not supported by the sandbox");
      return pageOf(documentsOf(data, args.table), args.paginationOpts, "desc");
    },
  },
  "_system/frontend/listTableScan": {
    args: { table: v.string(), limit: v.number(), componentId },
    run: (sandbox, args, data) => documentsOf(data, args.table).reverse().slice(0, args.limit),
  },
  "_system/frontend/getById": {
    args: { id: v.string(), componentId },
    run: (sandbox, args, data) => data.tableOfId(args.id)?.documents.get(args.id) ?? null,
  },
  "_system/frontend/paginatedScheduledJobs": {
    args: { paginationOpts, udfPath: v.optional(v.string()), componentId },
    run: (sandbox, args, data) => {
      const jobs = scheduledJobs(data);
      const wanted =
        args.udfPath === undefined ? jobs : jobs.filter(({ udfPath }) => udfPath === args.udfPath);
      return jobPage(wanted, args.paginationOpts);
    },
  },
};
