import { expect, test } from "vitest";
import { contextItems, resolveContext } from "./context.ts";
import type { Kubeconfig } from "./kubeconfig.ts";
import { kubeconfigFiles } from "./readKubeconfig.ts";

const located = (value: Record<string, unknown>) => ({ value, folder: "/home/ada/.kube" });

const KUBECONFIG: Kubeconfig = {
  currentContext: "prod",
  contexts: new Map([
    ["prod", { cluster: "prod", user: "ada", namespace: "shop" }],
    ["plugin", { cluster: "prod", user: "plugin" }],
    ["legacy", { cluster: "prod", user: "legacy" }],
    ["ftp", { cluster: "ftp", user: "ada" }],
    ["nobody", { cluster: "prod" }],
    ["lost", { cluster: "prod", user: "lost" }],
  ]),
  clusters: new Map([
    ["prod", located({ server: "https://api.example.com/k8s", "certificate-authority": "ca.crt" })],
    ["ftp", located({ server: "https://api.example.com", "proxy-url": "ftp://proxy" })],
  ]),
  users: new Map([
    [
      "ada",
      located({ "client-certificate-data": "AA==", "client-certificate": "unused", as: "eve", "as-groups": ["x"] }),
    ],
    ["plugin", located({ exec: { command: "bin/login", args: ["get", 1] } })],
    [
      "legacy",
      located({ "auth-provider": { name: "gcp", config: { "cmd-path": "/usr/bin/gcloud", "cmd-args": "a b" } } }),
    ],
  ]),
};

test("paths are those of the kubeconfig's folder, and data goes before files", () => {
  expect(resolveContext(KUBECONFIG, "prod")).toMatchObject({
    namespace: "shop",
    authority: { kind: "file", file: "/home/ada/.kube/ca.crt" },
    user: {
      certificate: { kind: "data", base64: "AA==" },
      impersonate: [
        ["Impersonate-User", "eve"],
        ["Impersonate-Group", "x"],
      ],
    },
  });
});

test("a context tells which program its credentials need", () => {
  const programs = contextItems(KUBECONFIG).map(({ name, credentialProgram }) => [name, credentialProgram]);
  expect(Object.fromEntries(programs)).toEqual({
    prod: undefined,
    plugin: { command: "/home/ada/.kube/bin/login", args: ["get", "1"] },
    legacy: { command: "/usr/bin/gcloud", args: ["a", "b"] },
    ftp: undefined,
    nobody: undefined,
    lost: undefined,
  });
});

test.each([
  ["ftp", "ftp://proxy"],
  ["lost", "user"],
  ["missing", "missing"],
])("what is missing or cannot be used is a sentence: %s", (name, part) => {
  const target = resolveContext(KUBECONFIG, name);
  expect("sentence" in target && JSON.stringify(target)).toContain(part);
});

test("a context without a user asks as nobody", () => {
  expect(resolveContext(KUBECONFIG, "nobody")).toMatchObject({ user: { token: undefined } });
});

test.each([
  [{ environment: { HOME: "/home/ada" } }, ["/home/ada/.kube/config"]],
  [{ environment: { HOME: "/home/ada", KUBECONFIG: "" } }, ["/home/ada/.kube/config"]],
  [{ environment: { HOME: "/home/ada", KUBECONFIG: "/a::b:/a" } }, ["/a"]],
  [{ environment: { KUBECONFIG: "b" }, workingFolder: "/here" }, ["/here/b"]],
  [{ environment: { KUBECONFIG: "/a" }, kubeconfig: "/c" }, ["/c"]],
  [{ environment: {} }, []],
  [{ environment: { HOME: "." } }, []],
])("never from a workspace: %j", (source, files) => {
  expect(kubeconfigFiles(source)).toEqual(files);
});
