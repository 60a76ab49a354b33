// A control plane and deployments that answer what the official CLI asks before its first call of a
// function, and write down what they were asked.
// SPDX-License-Identifier: MIT
import { createServer } from "node:http";

const CLOUD = ["cloud", "other", "local"];

function listen(handler) {
  const server = createServer(handler);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function body(request) {
  return new Promise((resolve, reject) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.once("error", reject);
    request.once("end", () => resolve(text));
  });
}

const urlOf = (server) => `http://127.0.0.1:${server.address().port}`;

/** `asked` is what the control plane was asked; `called` what was sent to a deployment with a key. */
export class Scripted {
  static async start() {
    const scripted = new Scripted();
    await scripted.#listen();
    return scripted;
  }

  asked = [];
  called = [];
  /** What the local deployment calls itself. */
  instanceName = "";
  #servers = [];

  async #listen() {
    const control = await listen((request, response) => this.#control(request, response));
    this.#servers.push(control);
    this.host = urlOf(control);
    this.port = control.address().port;
    this.urls = {};
    this.ports = {};
    for (const name of CLOUD) {
      const server = await listen((request, response) => this.#deployment(name, request, response));
      this.#servers.push(server);
      this.urls[name] = urlOf(server);
      this.ports[name] = server.address().port;
    }
  }

  async #control(request, response) {
    const sent = await body(request);
    const input = sent ? JSON.parse(sent) : {};
    const path = request.url.replace(/^\/(api|v1)\//, "");
    const who = request.headers.authorization?.replace(/^Bearer /, "") ?? null;
    const answer = this.#answer(path, input);
    if (/authorize|url_for_key/.test(path)) this.asked.push({ path, who, input });
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { code: "NotFound", message: path }));
  }

  #answer(path, input) {
    const slugs = { team: "acme", project: "shop", teamId: 1, projectId: 2, reference: null, isDefault: true };
    const access = (deploymentName) => ({
      deploymentName, adminKey: `dev:${deploymentName}|issued`, url: this.urls.cloud,
      deploymentType: "dev", reference: null, isDefault: true,
    });
    if (path === "deployment/url_for_key") return this.urls.cloud;
    if (path === "deployment/team_and_project_for_key") return slugs;
    if (/^deployment\/[^/]+\/team_and_project$/.test(path)) return slugs;
    if (path === "deployment/authorize_within_current_project") return access(input.selectedDeploymentName);
    if (path === "deployment/authorize_preview") return access(`preview-${input.previewName}`);
    if (path === "deployment/provision_and_authorize") return access("own-dev");
    if (path === "teams/acme/projects/shop/deployment?defaultDev=true")
      return { id: 3, name: "own-dev", deploymentType: "dev", projectId: 2, isDefault: true, deploymentUrl: this.urls.cloud };
    if (/^teams\/[^/]+\/projects\/[^/]+$/.test(path)) return { id: 2, name: "shop", slug: "shop" };
    return undefined;
  }

  async #deployment(name, request, response) {
    await body(request);
    if (request.headers.authorization) {
      const key = request.headers.authorization.replace(/^Convex /, "");
      this.called.push({ url: this.urls[name], key });
    }
    if (request.url === "/instance_name") {
      response.end(this.instanceName);
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: "success", value: null, logLines: [] }));
  }

  /** What was asked and called since the last time. */
  take() {
    const { asked, called } = this;
    this.asked = [];
    this.called = [];
    return { asked, called };
  }

  close() {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}
