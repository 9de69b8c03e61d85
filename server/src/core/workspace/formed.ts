import type { Selector, SelectorPair, Service } from "../manifest/service.ts";
import type { Labels, Pod } from "../pods/pod.ts";
import { type Form, type Layer, withLabels } from "./forms.ts";
import { changedLabels, type LabelChange, NO_CHANGE, type PatchEffect } from "./patchEffect.ts";

/** The Pods that a workload of a file makes: itself, or one for each form that kustomizations give the file. */
export function podsInForms(pod: Pod, forms: readonly Form[] | undefined): readonly Pod[] {
  return forms === undefined ? [pod] : forms.flatMap((form) => podInForm(pod, form));
}

function podInForm(pod: Pod, form: Form): readonly Pod[] {
  const { origin, owner } = pod;
  if (origin.kind !== "workspace") return [pod];
  const { kustomization } = form;
  const formed = formedBy(form, { kind: owner?.kind ?? "Pod", name: pod.name, namespace: pod.namespace }, pod.labels, {
    added: ({ templateLabels, objectLabels }) => (owner?.kind === "Pod" ? objectLabels : templateLabels),
    changed: ({ templateLabels }) => templateLabels,
  });
  if (formed === "deleted") return [];
  return [
    {
      ...pod,
      namespace: formed.namespace,
      labels: formed.labels,
      origin: { ...origin, form: { kustomization, namespace: pod.namespace } },
      ...(formed.changesPorts && { portsUnknown: true }),
    },
  ];
}

interface Formed {
  readonly namespace: string | undefined;
  readonly labels: Labels;
  readonly changesPorts: boolean;
}

/** Which labels of a layer, and of what a patch does, are meant. */
interface Aspect {
  added(layer: Layer): Labels;
  changed(effect: PatchEffect): LabelChange;
}

interface Formable {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** In the order of kustomize: patches, the kustomization's own namespace and labels, late patches. */
function formedBy(form: Form, object: Formable, written: Labels, aspect: Aspect): Formed | "deleted" {
  let { namespace } = object;
  let labels = written;
  let changesPorts = false;
  for (const layer of form.layers) {
    for (const isLate of [false, true]) {
      if (isLate) {
        namespace = layer.namespace ?? namespace;
        labels = withLabels(labels, aspect.added(layer));
      }
      for (const effect of effectsOf(layer, object, isLate)) {
        if (effect.isDeleted) return "deleted";
        namespace = effect.namespace ?? namespace;
        labels = changedLabels(labels, aspect.changed(effect));
        changesPorts ||= effect.changesPorts;
      }
    }
  }
  return { namespace, labels, changesPorts };
}

function effectsOf(
  { patches, prefix, suffix }: Layer,
  { kind, name }: Formable,
  isLate: boolean,
): readonly PatchEffect[] {
  if (patches.length === 0) return [];
  const names = new Set([name, prefix + name + suffix]);
  return patches
    .filter((patch) => patch.isLate === isLate && patch.isFor(kind, names) !== false)
    .map((patch) => (patch.isFor(kind, names) ? patch.effectOn(kind) : portsOnly(patch.effectOn(kind))));
}

/** Of a patch that may be for an object only this is taken, which makes something unknown. */
function portsOnly({ changesPorts }: PatchEffect): PatchEffect {
  return { isDeleted: false, namespace: undefined, templateLabels: NO_CHANGE, selector: NO_CHANGE, changesPorts };
}

/** A Service in one of its forms. */
export interface FormedService {
  /** The URI of the kustomization that is applied; undefined for the Service as it is written. */
  readonly kustomization: string | undefined;
  readonly service: Service;
}

/**
 * The Services that a written one becomes: itself, or one for each form that kustomizations give its file. Itself, too,
 * where all of them delete it.
 */
export function servicesInForms(service: Service, forms: readonly Form[] | undefined): readonly FormedService[] {
  const asWritten = [{ kustomization: undefined, service }];
  if (forms === undefined) return asWritten;
  const formed = forms.flatMap((form) => {
    const one = serviceInForm(service, form);
    return one === undefined ? [] : [{ kustomization: form.kustomization, service: one }];
  });
  return formed.length === 0 ? asWritten : formed;
}

/** What a kustomization adds has no place of its own: it gets that of the selector's key, or of the whole object. */
function serviceInForm(service: Service, form: Form): Service | undefined {
  const { selector, span, name } = service;
  const pairs = selector.kind === "pairs" ? selector.pairs : [];
  const written = new Map(pairs.map(({ key, value }) => [key, value]));
  const object = { kind: "Service", name: name?.value ?? "", namespace: service.namespace?.value };
  const formed = formedBy(form, object, written, {
    added: ({ selectorLabels }) => selectorLabels,
    changed: ({ selector: change }) => change,
  });
  if (formed === "deleted") return undefined;
  const { namespace, labels } = formed;
  const placed = {
    ...service,
    ...(name && { name: { ...name, value: form.prefix + name.value + form.suffix } }),
    ...(namespace !== undefined &&
      namespace !== service.namespace?.value && { namespace: { value: namespace, span }, namespaceUnknown: false }),
  };
  return selector.kind === "pairs" ? { ...placed, selector: selectorInForm(selector, labels) } : placed;
}

function selectorInForm(selector: Extract<Selector, { kind: "pairs" }>, labels: Labels): Selector {
  const { keySpan, pairs } = selector;
  if (labels.size === 0) return { kind: "none" };
  const kept = pairs.filter(({ key, value }) => labels.get(key) === value);
  const keys = new Set(kept.map(({ key }) => key));
  const added = [...labels].filter(([key]) => !keys.has(key));
  if (added.length === 0 && kept.length === pairs.length) return selector;
  const placed = added.map(
    ([key, value]): SelectorPair => ({ key, value, keySpan, valueSpan: keySpan, span: keySpan }),
  );
  return { ...selector, pairs: [...kept, ...placed] };
}
