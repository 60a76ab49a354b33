// compile.mjs - turns pushed ES modules into scripts that a context can run.
// SPDX-License-Identifier: MIT
//
// Contexts can't load ES modules cheaply, so esbuild (the app's own CLI brings it) makes CommonJS
// of them; the pushed source map goes through it, so stacks show the app's own lines. Results are
// kept by hash, on disk too: a restart then needs no esbuild at all.
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";
import { invalidModule } from "./refusals.mjs";

const KEPT = 500;
const IDLE_MS = 10_000; // then esbuild's child process is ended; starting it again costs 150 ms
const fromConvex = createRequire(createRequire(import.meta.url).resolve("convex/package.json"));

/** The hash by which client and server speak of a module. */
export function moduleHash({ source, sourceMap }) {
  return createHash("sha256")
    .update(source)
    .update(sourceMap || "")
    .digest("hex");
}

function withInlineMap({ source, sourceMap }) {
  const bare = source.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  if (!sourceMap) return bare;
  const encoded = Buffer.from(sourceMap).toString("base64");
  return `${bare}\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}

/** Adds at the end: the first is the one not used for longest. */
function keepNewest(map, key, value) {
  map.delete(key);
  map.set(key, value);
  if (map.size > KEPT) map.delete(map.keys().next().value);
}

export class Compiler {
  constructor(dir = null) {
    this.dir = dir && path.join(dir, "compiled");
    this.scripts = new Map(); // path + hash -> {script, map}
    this.results = new Map(); // key -> JSON
    this.used = new Set(); // hashes
    this.active = 0;
    this.idleTimer = null;
  }

  /** A pushed module {path, source, sourceMap, environment} with its hash, script and composed source map. */
  async compile(module) {
    const sha = moduleHash(module);
    this.used.add(sha);
    const key = `${module.path} ${sha}`;
    let compiled = this.scripts.get(key);
    if (!compiled) {
      const { code, map } = this.readCached(sha) ?? (await this.transform(module, sha));
      const wrapped = `(function(exports,require,module){${code}\n})`;
      compiled = { script: new vm.Script(wrapped, { filename: `convex:/${module.path}` }), map };
    }
    keepNewest(this.scripts, key, compiled);
    return { ...module, sha, script: compiled.script, map: compiled.map };
  }

  /**
   * The JSON value that `make` answers for these inputs, on which alone it depends. Kept as scripts
   * are; what it throws isn't.
   */
  remembered(inputs, make) {
    const key = createHash("sha256").update(JSON.stringify(inputs)).digest("hex");
    this.used.add(key);
    let json = this.results.get(key) ?? this.readCached(key)?.json;
    if (!json) {
      json = JSON.stringify(make());
      this.writeCached(key, { json });
    }
    keepNewest(this.results, key, json);
    return JSON.parse(json);
  }

  async transform(module, sha) {
    const result = await this.withEsbuild(async (esbuild) => {
      try {
        return await esbuild.transform(withInlineMap(module), {
          format: "cjs",
          loader: "js",
          target: "node20",
          sourcefile: module.path,
          logLevel: "silent",
          sourcemap: module.sourceMap ? "external" : false,
          supported: { "dynamic-import": false }, // contexts have no loader: `import()` becomes `require()`
        });
      } catch (error) {
        throw invalidModule(module, error.message);
      }
    });
    const compiled = { code: result.code, map: result.map ? JSON.parse(result.map) : null };
    this.writeCached(sha, compiled);
    return compiled;
  }

  /** Bundles a small source with what it imports; for the wrappers of one-off queries. */
  async bundle(contents) {
    const result = await this.withEsbuild((esbuild) =>
      esbuild.build({
        stdin: {
          contents,
          resolveDir: import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
        },
        bundle: true,
        write: false,
        format: "esm",
        platform: "neutral",
        conditions: ["convex", "module", "import"],
      }),
    );
    return result.outputFiles[0].text;
  }

  async withEsbuild(work) {
    const esbuild = fromConvex("esbuild");
    this.active++;
    clearTimeout(this.idleTimer);
    try {
      return await work(esbuild);
    } finally {
      this.active--;
      if (!this.active) this.idleTimer = setTimeout(() => esbuild.stop(), IDLE_MS).unref();
    }
  }

  readCached(sha) {
    const file = this.dir && path.join(this.dir, `${sha}.json`);
    return file && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : null;
  }

  writeCached(sha, compiled) {
    if (!this.dir) return;
    fs.mkdirSync(this.dir, { recursive: true });
    const file = path.join(this.dir, `${sha}.json`);
    fs.writeFileSync(`${file}.tmp`, JSON.stringify(compiled));
    fs.renameSync(`${file}.tmp`, file);
  }

  /** Removes what is cached on disk and was not used since this process began. */
  dropUnused() {
    if (!this.dir || !fs.existsSync(this.dir)) return;
    for (const name of fs.readdirSync(this.dir)) {
      if (!this.used.has(path.basename(name, ".json"))) fs.rmSync(path.join(this.dir, name));
    }
  }
}
