import { expect, test } from "vitest";
import { lifeIn } from "./containers.ts";

const pod = (
  state: object,
  more: { readonly spec?: object; readonly status?: object; readonly metadata?: object } = {},
) => ({
  metadata: { name: "till", ...more.metadata },
  spec: { containers: [{ name: "till" }], ...more.spec },
  status: { phase: "Running", containerStatuses: [{ name: "till", restartCount: 2, state }], ...more.status },
});
const ENDED = { terminated: { exitCode: 0 } };
const FAILED = { terminated: { exitCode: 1 } };

test.each([
  ["it runs", pod({ running: {} }), "running"],
  ["it crashed and waits", pod({ waiting: { reason: "CrashLoopBackOff" } }), "waiting"],
  ["it ended, and is always started again", pod(ENDED), "waiting"],
  ["it has not begun", pod({}, { status: { phase: "Pending", containerStatuses: null } }), "waiting"],
  ["it succeeded, which is enough", pod(ENDED, { spec: { restartPolicy: "OnFailure" } }), "over"],
  ["it failed, which is tried again", pod(FAILED, { spec: { restartPolicy: "OnFailure" } }), "waiting"],
  ["it failed for good", pod(FAILED, { spec: { restartPolicy: "Never" } }), "over"],
  ["its Pod has ended", pod({ waiting: {} }, { status: { phase: "Failed" } }), "over"],
  ["its Pod is being deleted", pod(ENDED, { metadata: { deletionTimestamp: "now" } }), "over"],
])("where %s", (_, object, kind) => expect(lifeIn(object, "till").kind).toBe(kind));

test("an init container is done once it has succeeded; a sidecar is not", () => {
  const initialized = (restartPolicy?: string) =>
    pod(
      { running: {} },
      {
        spec: { initContainers: [{ name: "setup", ...(restartPolicy && { restartPolicy }) }] },
        status: { initContainerStatuses: [{ name: "setup", state: ENDED }] },
      },
    );
  expect(lifeIn(initialized(), "setup").kind).toBe("over");
  expect(lifeIn(initialized("Always"), "setup").kind).toBe("waiting");
});

test("the restarts are the container's", () => {
  expect(lifeIn(pod({ running: {} }), undefined)).toEqual({ kind: "running", restarts: 2 });
});
