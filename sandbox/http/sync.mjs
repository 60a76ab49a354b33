// sync.mjs - the WebSocket protocol: queries that stay up to date, mutations, actions.
// SPDX-License-Identifier: MIT
//
// The official CLI runs its system queries over it, `convex dev` waits on it for data to change,
// and the client libraries use it. After every commit all queries of a session run again; there is
// no dependency tracking.
import { createRequire } from "node:module";
import { ApiError } from "./errors.mjs";
import * as auth from "./auth.mjs";
import { callFunction } from "./functions.mjs";
import { timestamp } from "./routes.mjs";

const fromConvex = createRequire(createRequire(import.meta.url).resolve("convex/package.json"));
const SYNC_PATH = /^\/api\/(?:[^/]+\/)?sync(?:\?|$)/;
const ZERO_TS = Buffer.alloc(8).toString("base64");

class Session {
  constructor(sandbox, socket) {
    this.sandbox = sandbox;
    this.socket = socket;
    this.who = auth.ANONYMOUS;
    this.queries = new Map(); // id -> {udfPath, args, componentPath, last}
    this.version = { querySet: 0, identity: 0, ts: ZERO_TS };
    this.work = Promise.resolve();
    this.refreshing = false;
  }

  /** Messages and refreshes are handled one after the other. */
  enqueue(work) {
    this.work = this.work.then(work).catch((error) => {
      process.stderr.write(`sandbox: sync: ${error.stack}\n`);
      this.send({ type: "FatalError", error: String(error.message) });
    });
  }

  send(message) {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }

  transition(change, modifications) {
    const endVersion = { ...this.version, ...change };
    this.send({ type: "Transition", startVersion: this.version, endVersion, modifications });
    this.version = endVersion;
  }

  async call({ udfPath, args, componentPath }, type) {
    const body = {
      path: udfPath,
      args,
      componentPath: componentPath ?? "",
      format: "convex_encoded_json",
    };
    try {
      return await callFunction(this.sandbox, body, { type, who: this.who });
    } catch (error) {
      if (error instanceof ApiError) return { status: "error", errorMessage: error.message };
      throw error;
    }
  }

  async evaluate(queryId, query) {
    const result = await this.call(query, "Query");
    const common = { queryId, logLines: result.logLines ?? [], journal: null };
    return result.status === "success"
      ? { type: "QueryUpdated", value: result.value, ...common }
      : {
          type: "QueryFailed",
          errorMessage: result.errorMessage,
          errorData: result.errorData,
          ...common,
        };
  }

  /** Called after every commit; many commits in a row make one refresh. */
  onCommit() {
    if (this.refreshing) return;
    this.refreshing = true;
    this.enqueue(() => this.refresh());
  }

  async refresh() {
    this.refreshing = false;
    const modifications = [];
    for (const [id, query] of this.queries) {
      const update = await this.evaluate(id, query);
      const text = JSON.stringify(update);
      if (text === query.last) continue;
      query.last = text;
      modifications.push(update);
    }
    const ts = timestamp(this.sandbox);
    if (modifications.length || ts !== this.version.ts) this.transition({ ts }, modifications);
  }

  async receive(message) {
    switch (message.type) {
      case "Authenticate":
        return this.authenticate(message);
      case "ModifyQuerySet":
        return this.modifyQueries(message);
      case "Mutation":
      case "Action":
        return this.runFunction(message);
      default:
        return undefined; // Connect and Event need no answer
    }
  }

  authenticate({ tokenType, value, baseVersion, impersonating }) {
    try {
      if (tokenType === "Admin") {
        const who = auth.checkKey(value, this.sandbox.adminKey);
        this.who = { ...who, identity: impersonating ?? who.identity };
      } else if (tokenType === "User") {
        this.who = auth.fromHeader(`Bearer ${value}`, this.sandbox.adminKey);
      } else {
        this.who = auth.ANONYMOUS;
      }
    } catch (error) {
      this.send({
        type: "AuthError",
        error: error.message,
        baseVersion,
        authUpdateAttempted: true,
      });
      return;
    }
    this.transition({ identity: baseVersion + 1 }, []);
  }

  async modifyQueries({ modifications: requested, newVersion }) {
    const modifications = [];
    for (const { type, queryId, udfPath, args, componentPath } of requested) {
      if (type === "Remove") {
        this.queries.delete(queryId);
        modifications.push({ type: "QueryRemoved", queryId });
        continue;
      }
      const query = { udfPath, args, componentPath };
      const update = await this.evaluate(queryId, query);
      query.last = JSON.stringify(update);
      this.queries.set(queryId, query);
      modifications.push(update);
    }
    this.transition({ querySet: newVersion, ts: timestamp(this.sandbox) }, modifications);
  }

  async runFunction(message) {
    const result = await this.call(message, message.type);
    const success = result.status === "success";
    const common = {
      type: `${message.type}Response`,
      requestId: message.requestId,
      success,
      logLines: result.logLines ?? [],
    };
    this.send(
      success
        ? { ...common, result: result.value, ts: timestamp(this.sandbox) }
        : { ...common, result: result.errorMessage, errorData: result.errorData },
    );
    await this.refresh();
  }
}

function openSession(sandbox, socket) {
  const session = new Session(sandbox, socket);
  const listener = () => session.onCommit();
  sandbox.store.listeners.add(listener);
  socket.on("close", () => sandbox.store.listeners.delete(listener));
  socket.on("error", (error) => process.stderr.write(`sandbox: sync: ${error.message}\n`));
  socket.on("message", (data) =>
    session.enqueue(() => session.receive(JSON.parse(data.toString()))),
  );
}

/** Answers WebSocket upgrades on /api/sync and /api/<version>/sync. */
export function attachSync(server, sandbox) {
  let sockets = null; // `ws` is loaded when first needed: most sandboxes never see a WebSocket
  server.on("upgrade", (request, connection, head) => {
    if (!SYNC_PATH.test(request.url)) {
      connection.destroy();
      return;
    }
    sockets ??= new (fromConvex("ws").WebSocketServer)({ noServer: true });
    sockets.handleUpgrade(request, connection, head, (socket) => openSession(sandbox, socket));
  });
}
