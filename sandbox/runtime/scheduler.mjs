// scheduler.mjs - scheduled functions: keeps them as documents, runs them when their time has come.
// SPDX-License-Identifier: MIT
//
// A job is a document in the scheduling component's `_scheduled_functions`, and, while it has not
// ended, one in the hidden `_scheduled_jobs` that says which component it will run in. A mutation's
// success is committed in the same transaction as the mutation itself, so a crash can't run a batch
// twice. Tests may hold the scheduler and step it.
import { convexToJson, jsonToConvex } from "convex/values";
import { SCHEDULED, SCHEDULED_TARGETS } from "../store/component-data.mjs";
import { newId } from "../values/ids.mjs";
import { FunctionError } from "./errors.mjs";

const LONGEST_TIMER_MS = 2 ** 31 - 1;
const KEPT_SUCCESSES = 1000; // per component; the real backend keeps records for a week
const GONE = Symbol("the job is no longer pending");

export class Scheduler {
  constructor(runtime) {
    this.runtime = runtime;
    this.store = runtime.store;
    this.timers = new Map(); // job id -> timer
    this.running = new Set(); // job ids
    this.held = false; // by a test
    this.paused = false; // by pausing the deployment
    this.extraDelay = 0;
    runtime.scheduler = this;
  }

  // ---- what functions ask for, inside their transaction

  schedule(data, args, tx) {
    const target = this.runtime.deployed.resolve(data.path, args);
    const table = data.tables.get(SCHEDULED);
    const job = {
      _id: newId(table.number),
      _creationTime: this.store.creationTime(),
      name: `${target.module}:${target.name}`,
      args: [jsonToConvex(args.args)],
      scheduledTime: args.ts * 1000,
      state: { kind: "pending" },
    };
    this.store.write(tx, data, table, job._id, job);
    const { _id, _creationTime } = job;
    const destination = { _id, _creationTime, component: target.componentPath };
    this.store.write(tx, data, data.tables.get(SCHEDULED_TARGETS), _id, destination);
    tx.afterCommit.push(() => this.arm(data, job));
    return _id;
  }

  cancel(data, id, tx) {
    if (this.isActive(data, id)) this.end(data, id, { kind: "canceled" }, tx);
  }

  end(data, id, state, tx) {
    const table = data.tables.get(SCHEDULED);
    this.store.write(tx, data, table, id, {
      ...table.documents.get(id),
      state,
      completedTime: Date.now(),
    });
    this.store.write(tx, data, data.tables.get(SCHEDULED_TARGETS), id, null);
    if (state.kind === "success") this.forgetOldSuccesses(data, tx);
  }

  forgetOldSuccesses(data, tx) {
    const table = data.tables.get(SCHEDULED);
    if (table.documents.size < 2 * KEPT_SUCCESSES) return;
    const successes = table.byCreation().filter((job) => job.state.kind === "success");
    for (const job of successes.slice(0, -KEPT_SUCCESSES))
      this.store.write(tx, data, table, job._id, null);
  }

  // ---- time

  arm(data, job) {
    if (this.held || this.paused) return;
    clearTimeout(this.timers.get(job._id));
    const delay = Math.max(job.scheduledTime - Date.now(), this.extraDelay, 0);
    const timer = setTimeout(
      () => {
        this.timers.delete(job._id);
        if (delay > LONGEST_TIMER_MS) this.arm(data, job);
        else this.run(data, job._id);
      },
      Math.min(delay, LONGEST_TIMER_MS),
    );
    this.timers.set(job._id, timer);
  }

  disarmAll() {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  /** All pending jobs, {data, job}, soonest first. */
  pending() {
    const jobs = [];
    for (const data of this.store.components.values()) {
      const documents = data.tables.get(SCHEDULED).documents;
      for (const id of data.tables.get(SCHEDULED_TARGETS).documents.keys()) {
        const job = documents.get(id);
        if (job.state.kind === "pending") jobs.push({ data, job });
      }
    }
    return jobs.sort(
      (left, right) =>
        left.job.scheduledTime - right.job.scheduledTime ||
        left.job._creationTime - right.job._creationTime,
    );
  }

  armAll() {
    for (const { data, job } of this.pending()) this.arm(data, job);
  }

  /** After a restart: pending jobs go on, an action that was under way is lost. */
  async resume() {
    for (const data of this.store.components.values()) {
      for (const id of data.tables.get(SCHEDULED_TARGETS).documents.keys()) {
        if (data.tables.get(SCHEDULED).documents.get(id).state.kind !== "inProgress") continue;
        const state = { kind: "failed", error: "Transient error while executing action" };
        await this.runtime.transact((tx) => this.end(data, id, state, tx));
      }
    }
    this.armAll();
  }

  setHeld(held) {
    this.held = held;
    this.rearm();
  }

  setPaused(paused) {
    this.paused = paused;
    this.rearm();
  }

  rearm() {
    this.disarmAll();
    this.armAll();
  }

  /** Runs up to `count` pending jobs now, due or not, one after the other. -> how many */
  async step(count) {
    let ran = 0;
    while (ran < count) {
      const next = this.pending().find(({ job }) => !this.running.has(job._id));
      if (!next) break;
      clearTimeout(this.timers.get(next.job._id));
      await this.run(next.data, next.job._id);
      ran++;
    }
    return ran;
  }

  // ---- running

  async run(data, id) {
    const job = data.tables.get(SCHEDULED).documents.get(id);
    const destination = data.tables.get(SCHEDULED_TARGETS).documents.get(id);
    if (job?.state.kind !== "pending" || !destination || this.running.has(id)) return;
    this.running.add(id);
    try {
      await this.runPending(data, job, destination.component);
    } catch (error) {
      if (error !== GONE) await this.fail(data, id, error);
    } finally {
      this.running.delete(id);
    }
  }

  async runPending(data, job, component) {
    const { deployed } = this.runtime;
    const target = deployed.find(component, job.name);
    if (!target) throw new FunctionError(deployed.whyMissing(component, job.name));
    const request = { target, args: convexToJson(job.args[0] ?? {}), jobId: job._id };
    if (target.fn.udfType === "Action") {
      await this.runtime.transact((tx) => this.setInProgress(data, job._id, tx));
      await this.runtime.runTop(request);
      await this.runtime.transact((tx) => this.succeed(data, job._id, tx));
      return;
    }
    await this.runtime.runTop({
      ...request,
      beforeStart: () => this.mustBePending(data, job._id),
      beforeCommit: (tx) => this.succeed(data, job._id, tx),
    });
  }

  mustBePending(data, id) {
    if (data.tables.get(SCHEDULED).documents.get(id)?.state.kind !== "pending") throw GONE;
  }

  // Not so when it was canceled meanwhile, perhaps by itself, or when the deployment was reset.
  isActive(data, id) {
    const state = data.tables.get(SCHEDULED).documents.get(id)?.state.kind;
    return (
      this.store.components.get(data.path) === data &&
      (state === "pending" || state === "inProgress")
    );
  }

  setInProgress(data, id, tx) {
    this.mustBePending(data, id);
    const table = data.tables.get(SCHEDULED);
    this.store.write(tx, data, table, id, {
      ...table.documents.get(id),
      state: { kind: "inProgress" },
    });
  }

  succeed(data, id, tx) {
    if (this.isActive(data, id)) this.end(data, id, { kind: "success" }, tx);
  }

  async fail(data, id, error) {
    if (!(error instanceof FunctionError))
      process.stderr.write(`sandbox: job ${id}: ${error.stack}\n`);
    await this.runtime.transact((tx) => {
      if (this.isActive(data, id)) this.end(data, id, { kind: "failed", error: error.message }, tx);
    });
  }
}
