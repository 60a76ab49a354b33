// A control plane of Convex's that knows the deployments it is told of: what git-cvx asks, and no
// more. It refuses whatever could create a deployment, and remembers every request.
// SPDX-License-Identifier: MIT
import { once } from "node:events";
import { createServer } from "node:http";
import { Folder } from "./folder.mjs";

const PROJECT = { team: "acme", project: "shop" };
const DEPLOYMENT = `/v1/teams/${PROJECT.team}/projects/${PROJECT.project}/deployment`;

async function read(stream) {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text ? JSON.parse(text) : null;
}

export class ControlPlane {
  #server;
  /** Those it tells about: {name, type, url, adminKey, preview?, deployKey?}. */
  deployments = [];
  /** Whoever may ask: tokens and keys. */
  credentials = new Set();
  /** "POST /api/deployment/…", in their order. */
  requests = [];
  /** {status, body, headers} that is answered whatever is asked; null: as it should be. */
  trouble = null;

  static async open() {
    const plane = new ControlPlane();
    plane.#server = createServer((request, response) => plane.#serve(request, response));
    plane.#server.listen(0, "127.0.0.1");
    await once(plane.#server, "listening");
    plane.url = `http://127.0.0.1:${plane.#server.address().port}`;
    return plane;
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request, response) {
    const body = await read(request);
    this.requests.push(`${request.method} ${request.url.split("?")[0]}`);
    const { status, body: answer, headers = {} } = this.trouble ?? this.#answer(request, body);
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(typeof answer === "string" && this.trouble ? answer : JSON.stringify(answer));
  }

  #answer(request, body) {
    const [, credential] = /^Bearer (.*)$/.exec(request.headers.authorization ?? "") ?? [];
    if (!this.credentials.has(credential)) return refuse(401, "Unauthorized", "who are you?");
    const route = request.url.split("?")[0];
    if (route === "/api/deployment/url_for_key") {
      const found = this.#find(({ deployKey }) => deployKey === body.deployKey);
      return found ? { status: 200, body: found.url } : refuse(404, "DeploymentNotFound", "none");
    }
    if (route === "/api/deployment/authorize_within_current_project")
      return access(this.#find(({ name }) => name === body.selectedDeploymentName));
    if (route === "/api/deployment/authorize_preview")
      return access(this.#find(({ preview }) => preview === body.previewName));
    if (route === DEPLOYMENT) {
      const found = this.#find(({ type }) => type === "dev");
      if (!found) return refuse(404, "DeploymentNotFound", "no dev deployment");
      return { status: 200, body: { name: found.name, deploymentType: found.type } };
    }
    return refuse(400, "NotHere", `${route} is not to be asked for`);
  }

  #find(wanted) {
    return this.deployments.find(wanted);
  }
}

/** The user's login, as `convex login` leaves it; where, in the folder of the world's home. */
export function logIn(world, token) {
  const { port } = new URL(world.env.CONVEX_PROVISION_HOST);
  const file = `.convex-test-${port}/config.json`;
  new Folder(world.home).write(file, JSON.stringify({ accessToken: token }));
  return file;
}

/** One that knows the world's deployment, and whom the token is for; `.env.local` names it. */
export async function moveToCloud(world, token) {
  const plane = await ControlPlane.open();
  const { url, adminKey } = world.deployment;
  plane.deployments.push({ name: "bold-hyena-681", type: "dev", url, adminKey });
  plane.credentials.add(token);
  world.env.CONVEX_PROVISION_HOST = plane.url;
  world.write(".env.local", "CONVEX_DEPLOYMENT=dev:bold-hyena-681 # team: acme, project: shop\n");
  return plane;
}

const refuse = (status, code, message) => ({ status, body: { code, message } });

function access(found) {
  if (!found) return refuse(404, "DeploymentNotFound", "no such deployment");
  const { name: deploymentName, type: deploymentType, adminKey, url } = found;
  const more = { reference: deploymentName, isDefault: true };
  return { status: 200, body: { deploymentName, deploymentType, adminKey, url, ...more } };
}
