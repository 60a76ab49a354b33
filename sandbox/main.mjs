// main.mjs - starts a sandbox: options, the two lines of an env file on stdout, an orderly end.
// SPDX-License-Identifier: MIT
import { parseArgs } from "node:util";
import { envLine } from "./env-file.mjs";
import { startServer } from "./http/server.mjs";
import { Sandbox } from "./sandbox.mjs";

const USAGE = `usage: node sandbox/main.mjs [--port N] [--dir DIR] [--admin-key KEY] [--instance-name NAME]
                             [--trace FILE] [--exit-with-stdin]

  --port N              port on 127.0.0.1; 0, the default, takes a free one
  --dir DIR             keep everything in DIR; without it all is in memory
  --admin-key KEY       the admin key; without it one is made up
  --instance-name NAME  what /instance_name answers (default: sandbox)
  --trace FILE          append one line of JSON per request
  --exit-with-stdin     end when standard input is closed

Once it listens it prints CONVEX_SELF_HOSTED_URL and CONVEX_SELF_HOSTED_ADMIN_KEY, one line each, for an env file.
`;

const OPTIONS = {
  port: { type: "string", default: "0" },
  dir: { type: "string" },
  "admin-key": { type: "string" },
  "instance-name": { type: "string", default: "sandbox" },
  trace: { type: "string" },
  "exit-with-stdin": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
};

function readOptions(argv) {
  const { values } = parseArgs({ args: argv, options: OPTIONS });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`'${values.port}' is not a port`);
  return { ...values, port };
}

async function main(argv) {
  const options = readOptions(argv);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const sandbox = new Sandbox({
    dir: options.dir ?? null,
    adminKey: options["admin-key"],
    instanceName: options["instance-name"],
    traceFile: options.trace ?? null,
  });
  const keyLine = envLine("CONVEX_SELF_HOSTED_ADMIN_KEY", sandbox.adminKey);
  await sandbox.restore();
  const server = await startServer(sandbox, options.port);
  sandbox.url = `http://127.0.0.1:${server.address().port}`;
  const end = () => {
    sandbox.store.close();
    process.exit(0);
  };
  // Pushed code may leave a rejected promise or a failing timer behind: its own affair, not the end
  // of the server.
  const complain = (error) =>
    process.stderr.write(`sandbox: nobody caught: ${error?.stack ?? error}\n`);
  process.on("unhandledRejection", complain);
  process.on("uncaughtException", complain);
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  if (options["exit-with-stdin"]) process.stdin.on("end", end).on("error", end).resume();
  process.stdout.write(`${envLine("CONVEX_SELF_HOSTED_URL", sandbox.url)}\n${keyLine}\n`);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`sandbox: ${error.message}\n`);
  process.exit(1);
});
