// registry.mjs - a registry for npm on this machine, that knows the tarballs it is given.
//
//     node registry.mjs TARBALL...     prints its URL; every request for a package to stderr
//
// Names and versions are those of the package.json in each.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const packages = new Map();

function read(file) {
  const manifest = JSON.parse(execFileSync("tar", ["-xOf", file, "package/package.json"]));
  const bytes = readFileSync(file);
  packages.set(manifest.name, { manifest, bytes });
}

function about({ manifest, bytes }, url) {
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  const version = { ...manifest, dist: { tarball: `${url}/${manifest.name}/-/it.tgz`, integrity } };
  return {
    name: manifest.name,
    "dist-tags": { latest: manifest.version },
    versions: { [manifest.version]: version },
  };
}

process.argv.slice(2).forEach(read);
const server = createServer((request, response) => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const [name, file] = decodeURIComponent(request.url).slice(1).split("/-/");
  const found = packages.get(name);
  console.error(`${found ? 200 : 404} ${decodeURIComponent(request.url)}`);
  response.statusCode = found ? 200 : 404;
  if (found && file) return response.end(found.bytes);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(found ? about(found, url) : { error: "not found" }));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
