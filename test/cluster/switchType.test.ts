import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { controlPlanePrograms } from "../../scripts/lib/programs.mjs";
import { reportLine } from "../../scripts/lib/report.mjs";
import { readManifest } from "../../server/src/core/manifest/readManifest.ts";
import { SERVICE_TYPES, type ServiceType } from "../../server/src/core/refactor/serviceType.ts";
import { switchType } from "../../server/src/core/refactor/switchType.ts";
import { applyEdits } from "../support/applyEdits.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { fullServiceText } from "../support/fullServices.ts";

/**
 * Each switch from one type to another yields what the real API server accepts as a new object. No dry run: only a
 * real create asks the allocators for node ports.
 */
describe("the text after a switch of type is accepted by the API server", () => {
  let controlPlane: ControlPlane;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "podsight-switch-"));
    controlPlane = await startControlPlane({ programs: await controlPlanePrograms(reportLine), apiServerOnly: true });
  });

  afterAll(async () => {
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Creates the object and gives what the server stored and warned of; nothing of it stays. */
  async function create(text: string): Promise<{ readonly spec: Record<string, unknown> }> {
    const file = join(folder, "manifest.yaml");
    await writeFile(file, text);
    const stored = await controlPlane.kubectl("create", "--filename", file, "--output=json", "--validate=strict");
    await controlPlane.kubectl("delete", "--filename", file, "--wait=true");
    return JSON.parse(stored);
  }

  test.each(SERVICE_TYPES)("%s with every field that it may have", async (type) => {
    const { spec } = await create(fullServiceText(type, "before", "block"));
    expect(typeOf(spec)).toBe(type);
  });

  for (const from of SERVICE_TYPES) {
    for (const to of SERVICE_TYPES.filter((type) => type !== from)) {
      test.each(["block", "json"] as const)(`${from} to ${to} (%s)`, async (style) => {
        const { spec } = await create(switched(fullServiceText(from, "after", style), to));
        expect(typeOf(spec)).toBe(to);
        expect(spec).toMatchObject({ selector: { app: "till", tier: "front" } });
      });
    }
  }

  for (const from of SERVICE_TYPES) {
    for (const to of SERVICE_TYPES.filter((type) => type !== from)) {
      const verdict = UPDATE_VERDICTS[from]?.[to] ?? to;
      test(`${from} to ${to} as an update: ${verdict}`, async () => {
        const text = fullServiceText(from, "update", "block");
        const [before, after] = [join(folder, "before.yaml"), join(folder, "after.yaml")];
        await writeFile(before, text);
        await writeFile(after, switched(text, to));
        await controlPlane.kubectl("create", "--filename", before);
        const outcome = await controlPlane.kubectl("replace", "--filename", after, "--output=json").then(
          (stored) => typeOf(JSON.parse(stored).spec),
          () => "refused",
        );
        await controlPlane.kubectl("delete", "--filename", before, "--wait=true");
        expect(outcome).toBe(verdict);
      });
    }
  }

  test.each(Object.entries(SPARSE).flatMap(([name, spec]) => SERVICE_TYPES.map((to) => [name, to, spec] as const)))(
    "%s to %s",
    async (_, to, spec) => {
      const text = `apiVersion: v1\nkind: Service\nmetadata:\n  name: sparse\nspec:\n${spec}`;
      expect(typeOf((await create(switched(text, to))).spec)).toBe(to);
    },
  );
});

/** Where an update does not yield the new type, since an address is neither given nor taken later: `Headless` means that the API server keeps it so without a word. */
const UPDATE_VERDICTS: Partial<Record<ServiceType, Partial<Record<ServiceType, "refused" | "Headless">>>> = {
  ClusterIP: { Headless: "refused" },
  NodePort: { Headless: "refused" },
  LoadBalancer: { Headless: "refused" },
  Headless: { ClusterIP: "Headless", NodePort: "refused", LoadBalancer: "refused" },
};

/** Services that lack what another type needs, or have what only they may have. */
const SPARSE = {
  "headless without ports": "  clusterIP: None\n  selector: {app: till}\n",
  "headless for families that the cluster lacks":
    "  clusterIP: None\n  ipFamilyPolicy: RequireDualStack\n  ipFamilies: [IPv4, IPv6]\n",
  "an external name and nothing else": "  type: ExternalName\n  externalName: db.example.com\n",
  "no type at all": "  ports:\n    - port: 80\n",
};

function switched(text: string, to: ServiceType): string {
  const content = readManifest(text).documents[0]?.content;
  const object = content?.objects[0];
  const edits = content && object && switchType(content.text, object, to);
  if (edits === undefined) throw new Error(`no switch to ${to} in ${text}`);
  return applyEdits(text, edits);
}

function typeOf(spec: Readonly<Record<string, unknown>>): unknown {
  return spec.clusterIP === "None" ? "Headless" : spec.type;
}
