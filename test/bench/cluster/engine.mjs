// @ts-check
import { createCluster } from "../../../server/src/cluster/cluster.ts";
import { contest } from "./contestant.mjs";

/* Podsight's engine in a process of its own, without an editor; it is bundled as the server is. */

const [kubeconfig = "", namespace = "", limits = "{}"] = process.argv.slice(2);
const cluster = createCluster({
  consent: async () => false,
  log: () => {},
  environment: {},
  kubeconfig,
  limits: JSON.parse(limits),
});

contest(
  () =>
    new Promise((resolve, reject) => {
      cluster.onDidChange(() => {
        const known = cluster.snapshot.namespaces.get(namespace);
        const isComplete = known?.knowledge.kind === "synced" || known?.mode === "selectors";
        if (isComplete) resolve(`${known.size} Pods, ${known.mode}`);
        if (known?.knowledge.kind === "failed") reject(new Error(known.knowledge.why));
      });
      cluster.watchNamespaces([namespace]);
      void cluster.connect({});
    }),
);
