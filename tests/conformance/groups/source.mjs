// What the backend's source says, and git-cvx leans on: status, code, text and line breaks, each
// compared as a whole and kept in the transcript.
// SPDX-License-Identifier: MIT
//
// Paths are those of get-convex/convex-backend, below crates/.
import { test } from "node:test";
import { CapturingProxy } from "../../lib/capturing-proxy.mjs";
import { waitFor } from "../../lib/deployment.mjs";

const INTERNAL_ERROR = {
  status: 500,
  code: "InternalServerError",
  message: "Your request couldn't be completed. Try again later.",
};
const WHILE_PUSHING = "Hit an error while pushing:\n";
const FIRST = "[Request ID: …] Server Error\n";

/** A function of the app that isn't there any more when its time has come. */
const SOON = `import { anyApi, internalMutationGeneric, mutationGeneric } from "convex/server";
export const now = internalMutationGeneric({ handler: async () => {} });
export const later = mutationGeneric({
  handler: async (ctx) => await ctx.scheduler.runAfter(4000, anyApi.soon.now, {}),
});
`;

/** The words in an error that tell why; all of it where they are missing. */
const said = (error, words) => words.exec(error)?.[0] ?? error;

export function sourceTests(session) {
  const { deployment, app, transcript } = session;
  const wrongKey = deployment.adminKey.replace(/.{6}$/, (end) =>
    end === "000000" ? "111111" : "000000",
  );

  /** One line: a test that also tells what was answered. */
  const line = (name, source, expected, ask) =>
    test(name, async () => transcript.compare(name, source, expected, await ask()));

  async function post(path, body, options) {
    const { status, json } = await deployment.raw("POST", path, { body, ...options });
    return json?.code ? { status, code: json.code, message: json.message } : { status };
  }
  /** What a call says: its value, or its error. */
  async function call(kind, path, args = {}, options = {}) {
    const envelope = await deployment.envelope(kind, path, args, options);
    return envelope.status === "success" ? { value: envelope.value } : envelope.errorMessage;
  }

  line(
    "a component that the deployment doesn't know",
    "database/src/bootstrap_model/components/mod.rs, must_component_path_to_ids",
    INTERNAL_ERROR,
    () => post("/api/function", { path: "ledger:hello", args: {}, componentPath: "nobody" }),
  );
  line(
    "a function that isn't there",
    "application/src/lib.rs, any_udf",
    `${FIRST}Could not find function for 'who:gone'. Did you forget to run \`npx convex dev\`?`,
    () => call("function", "who:gone"),
  );
  line(
    "... in a component",
    "common/src/components/component_path.rs, in_component_str",
    `${FIRST}Could not find function for 'who:gone' in 'outer/inner'. Did you forget to run \`npx convex dev\`?`,
    () => call("function", "who:gone", {}, { component: "outer/inner" }),
  );
  line(
    "... where only public ones are",
    "udf/src/validation.rs, missing_or_internal_error",
    `${FIRST}Could not find public function for 'who:gone'.`,
    () => call("query", "who:gone"),
  );
  line(
    "a wrong key in the header",
    "authentication/src/application_auth.rs",
    [401, "BadAdminKey"],
    async () => {
      const { status, code } = await post(
        "/api/function",
        { path: "who:ami", args: {} },
        { key: wrongKey },
      );
      return [status, code];
    },
  );
  line(
    "calls within calls, eight deep and no deeper",
    "isolate/src/environment/udf/async_syscall.rs, MAX_REACTOR_CALL_DEPTH",
    [
      { value: 7 },
      "Cross component call depth limit exceeded. Do you have an infinite loop in your app?",
    ],
    async () => {
      const tooDeep = await call("function", "source:deep", { levels: 12 });
      return [
        await call("function", "source:deep", { levels: 7 }),
        said(tooDeep, /Cross component.*/),
      ];
    },
  );
  line(
    "the app, a component and the app again are one transaction",
    "isolate/src/environment/udf/async_syscall.rs",
    { fired: ["back"], notes: ["called"], after: { fired: ["back"], notes: ["called"] } },
    async () => {
      await session.clearFired();
      const look = async () => ({
        fired: await deployment.query("jobs:fired"),
        notes: await deployment.fn("notes:list", {}, { component: "outer" }),
      });
      await deployment.fn("source:thereAndBack", { fails: false });
      const first = await look();
      await deployment.envelope("function", "source:thereAndBack", { fails: true });
      return { ...first, after: await look() };
    },
  );
  line(
    "the data of a ConvexError comes through components",
    "isolate/src/environment/helpers/promise.rs",
    { value: { code: "MARKED", n: 7 } },
    () => call("function", "source:caughtData"),
  );
  line(
    "one second of JavaScript for all that is called, and no way to catch that",
    "common/src/knobs.rs, DATABASE_UDF_USER_TIMEOUT; isolate/src/timeout.rs",
    `${FIRST}Function execution timed out (maximum duration: 1s)`,
    () => call("function", "source:catchBurn"),
  );
  line(
    "8,192 elements of an array and no more",
    "value/src/array.rs",
    [8192, "Array length is too long (8193 > maximum length 8192)"],
    async () => {
      const { value } = await call("function", "source:longArray", { length: 8192 });
      const tooLong = await call("function", "source:longArray", { length: 8193 });
      return [value.length, said(tooLong, /Array length[^.\n]*/)];
    },
  );
  line(
    "4,096 ranges read and no more",
    "database/src/reads.rs",
    [{ value: null }, "Too many reads in a single function execution (limit: 4096)"],
    async () => {
      const tooMany = await call("function", "source:manyRanges", { ranges: 4097 });
      return [
        await call("function", "source:manyRanges", { ranges: 4090 }),
        said(tooMany, /Too many reads[^.\n]*/),
      ];
    },
  );
  line(
    "16,000 documents written and no more",
    "database/src/writes.rs",
    "Too many writes in a single function execution (limit: 16000)",
    async () => said(await call("function", "source:manyWrites", { writes: 16001 }), /Too many.*/),
  );
  line(
    "a document of 1 MiB and no more",
    "common/src/document.rs, check_user_size",
    "Value is too large (1 MiB > maximum size 1 MiB)",
    async () =>
      said(await call("function", "source:largeDocument", { bytes: 1 << 20 }), /Value is too.*/),
  );
  line(
    "16 MiB written and no more",
    "database/src/writes.rs",
    "Too many bytes written in a single function execution (limit: 16 MiB)",
    async () =>
      said(await call("function", "source:largeDocuments", { documents: 17 }), /Too many bytes.*/),
  );
  line(
    "a write that the active schema doesn't allow",
    "common/src/schemas/mod.rs",
    'Failed to insert or update a document in table "people" because it does not match the schema: ' +
      "Object is missing the required field `name`. Consider wrapping the field validator in " +
      "`v.optional(...)` if this is expected.",
    async () => said(await call("function", "calls:addAnyPerson", { person: {} }), /Failed to.*/),
  );
  line(
    "what the key may do, and what kind of deployment it is",
    "local_backend/src/dashboard.rs, deployment_info.rs",
    { success: true, isReadOnly: false, allowedOps: true, kind: true },
    async () => {
      const { json: key } = await deployment.raw("GET", "/api/check_admin_key");
      const { json: info } = await deployment.raw("GET", "/api/v1/deployment_info");
      return {
        success: key.success,
        isReadOnly: key.isReadOnly,
        allowedOps: Array.isArray(key.allowedOps),
        kind: ["cloud", "selfHosted"].includes(info.kind),
      };
    },
  );
  line(
    "a job whose function a push has removed",
    "model/src/scheduled_jobs, application/src/scheduled_jobs",
    "failed",
    async () => {
      app.reset();
      app.write("convex/soon.ts", SOON);
      await app.push();
      const id = await deployment.mutation("soon:later");
      await session.pushBase();
      return waitFor("the job to end", async () => {
        const { kind } = await deployment.query("jobs:state", { id });
        return kind !== "pending" && kind !== "inProgress" && kind;
      });
    },
  );
  line(
    "deploymentState, and what there is to call",
    "npm-packages/system-udfs",
    { state: "running", components: ["", "migrations", "outer", "outer/inner"] },
    async () => ({
      state: (await deployment.system("frontend/deploymentState:deploymentState", {})).state,
      components: (await deployment.components()).map(({ path }) => path).sort(),
    }),
  );

  raceLines({ session, line, post });
  refusalLines({ app, line });
}

/** Steps of a push that come too late, made of what the CLI itself has sent. */
function raceLines({ session, line, post }) {
  const { deployment, app } = session;
  const start = (body) => post("/api/deploy2/start_push", body);
  const conflict = (code, why) => ({ status: 409, code, message: WHILE_PUSHING + why });

  /** The body of a start_push that leaves out what is deployed. */
  async function captured() {
    const proxy = await CapturingProxy.open(deployment.url, "/api/deploy2/start_push");
    try {
      await session.pushBase();
      await app.push({ to: { url: proxy.url, adminKey: deployment.adminKey } });
      return proxy.bodies.at(-1);
    } finally {
      await proxy.close();
    }
  }
  const unchanged = (body, change) => {
    const copy = structuredClone(body);
    Object.assign(copy.appDefinition.unchangedModuleHashes[0], change);
    return copy;
  };

  line(
    "an unchanged module that isn't there, is another, or runs elsewhere",
    "application/src/lib.rs, upload_packages",
    [
      conflict("MissingExistingModule", "Could not find existing unchanged module."),
      conflict("ExistingModuleHashConflict", "Existing module hash does not match."),
      conflict("ExistingModuleEnvConflict", "Existing module environment does not match."),
    ],
    async () => {
      const body = await captured();
      return [
        await start(unchanged(body, { path: "gone.js" })),
        await start(unchanged(body, { sha256: "0".repeat(64) })),
        await start(unchanged(body, { environment: "node" })),
      ];
    },
  );

  /** Both steps of a push of this schema; `between` is what happens before the second. */
  async function finishAfter(variant, between) {
    app.reset();
    if (variant) app.take(`variants/${variant}.ts`, "convex/schema.ts");
    const proxy = await CapturingProxy.open(deployment.url, "/api/deploy2/start_push", "stop");
    try {
      await app.tryPush({ to: { url: proxy.url, adminKey: deployment.adminKey } });
    } finally {
      await proxy.close();
    }
    const { json } = await deployment.raw("POST", "/api/deploy2/start_push", {
      body: proxy.bodies.at(-1),
    });
    await between();
    return post("/api/deploy2/finish_push", {
      adminKey: deployment.adminKey,
      startPush: json,
      dryRun: false,
    });
  }

  line(
    "a push whose schema another push has replaced",
    "database/src/bootstrap_model/schema/mod.rs, get_validated_or_active",
    {
      status: 400,
      code: "SchemaAlreadyOverwritten",
      message: `${WHILE_PUSHING}Schema has already been overwritten.`,
    },
    () =>
      finishAfter("race-first", async () => {
        app.take("variants/race-second.ts", "convex/schema.ts");
        await app.push();
      }),
  );
  line(
    "a push whose schema has failed",
    "the same",
    {
      status: 400,
      code: "SchemaAlreadyFailed",
      message:
        `${WHILE_PUSHING}Schema has already been failed with error: Document with ID "<id>" in table "people" ` +
        "does not match the schema: Object is missing the required field `age`. Consider wrapping the field " +
        'validator in `v.optional(...)` if this is expected.\n\nObject: {name: "Ada"}\n' +
        "Validator: v.object({age: v.float64(), name: v.string()})",
    },
    async () => {
      await session.pushBase();
      await deployment.fn("people:only", { people: [{ name: "Ada" }] });
      return finishAfter("strict", () => session.untilSchemaIsSettled());
    },
  );
  line(
    "a push during which a variable was set",
    "application/src/deploy_config.rs, finish_push",
    {
      status: 400,
      code: "RaceDetected",
      message: `${WHILE_PUSHING}Environment variables have changed during push`,
    },
    async () => {
      const set = (value) =>
        deployment.post("/api/update_environment_variables", {
          changes: [{ name: "CVX_TEST", value }],
        });
      await session.pushBase();
      try {
        return await finishAfter(null, () => set("x"));
      } finally {
        await set(null);
      }
    },
  );
}

/** What of the CLI's output tells why: from the server's words on. */
function refusalLines({ app, line }) {
  async function refusal(files) {
    app.reset();
    for (const [path, text] of Object.entries(files)) app.write(path, text);
    const { output } = await app.tryPush();
    app.reset();
    return /\d{3} [A-Z][\w ]+: \w+: Hit an error[^]*/.exec(output)?.[0].trimEnd() ?? output;
  }

  line(
    "a module that throws while it is loaded",
    "application/src/lib.rs, analyze_modules",
    `400 Bad Request: InvalidModules: ${WHILE_PUSHING}Loading the pushed modules encountered the following\n` +
      "    error:\nFailed to analyze throws.js: Uncaught Error: at import",
    () => refusal({ "convex/throws.ts": 'export const x = 1;\nthrow new Error("at import");\n' }),
  );
  line(
    "a schema that throws while it is evaluated",
    "application/src/lib.rs, evaluate_schema",
    `400 Bad Request: InvalidSchema: ${WHILE_PUSHING}Hit an error while evaluating your schema:\nUncaught Error: boom`,
    () => refusal({ "convex/schema.ts": 'throw new Error("boom");\n' }),
  );
}
