// @ts-check
import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { parse } from "yaml";

/**
 * Writes to the API server of a kubeconfig of ours over kept connections, with nothing around it.
 * @param {string} kubeconfig
 * @returns {Promise<{
 *   write: (method: "POST" | "PATCH", path: string, body: object) => Promise<any>,
 *   dispose: () => void,
 * }>} `write` answers the object; a patch is a strategic merge patch. It throws what the server says against it.
 */
export async function createApi(kubeconfig) {
  const { clusters, users } = parse(await readFile(kubeconfig, "utf8"));
  const { server, "certificate-authority-data": certificate } = clusters[0].cluster;
  const agent = new Agent({ keepAlive: true, ca: Buffer.from(certificate, "base64") });
  const headers = { Authorization: `Bearer ${users[0].user.token}` };
  return {
    write: (method, path, body) =>
      new Promise((resolve, reject) => {
        const type = method === "PATCH" ? "application/strategic-merge-patch+json" : "application/json";
        const options = { method, agent, headers: { ...headers, "Content-Type": type } };
        const sent = request(new URL(path, server), options, (response) => {
          const isGood = (response.statusCode ?? 0) < 300;
          const answered = text(response);
          if (isGood) answered.then((body) => resolve(JSON.parse(body)), reject);
          else answered.then((body) => reject(new Error(`${method} ${path}: ${body}`)), reject);
        });
        sent.on("error", reject);
        sent.end(JSON.stringify(body));
      }),
    dispose: () => agent.destroy(),
  };
}
