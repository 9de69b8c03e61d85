// @ts-check
import { createRequire } from "node:module";
import { contest } from "./contestant.mjs";

/* The informer of Kubernetes' own client, as its documentation has it. */

const [kubeconfig = "", namespace = "", rivals = ""] = process.argv.slice(2);
const { CoreV1Api, KubeConfig, makeInformer } = createRequire(`${rivals}/`)("@kubernetes/client-node");
const config = new KubeConfig();
config.loadFromFile(kubeconfig);
const api = config.makeApiClient(CoreV1Api);
const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/pods`, () =>
  api.listNamespacedPod({ namespace }),
);

contest(async () => {
  informer.on("error", (/** @type {Error} */ error) => {
    throw error;
  });
  await informer.start();
  return `${informer.list().length} Pods`;
});
