import type { SelectorPair, Service } from "../manifest/service.ts";
import type { Pod } from "../pods/pod.ts";
import { type Form, withLabels } from "./forms.ts";

/** The Pods that a workload of a file makes: itself, or one for each form that kustomizations give the file. */
export function podsInForms(pod: Pod, forms: readonly Form[] | undefined): readonly Pod[] {
  return forms === undefined ? [pod] : forms.map((form) => podInForm(pod, form));
}

function podInForm(pod: Pod, form: Form): Pod {
  if (pod.origin.kind !== "workspace") return pod;
  const { kustomization } = form;
  return {
    ...pod,
    namespace: form.namespace ?? pod.namespace,
    labels: withLabels(pod.labels, form.templateLabels),
    origin: { ...pod.origin, form: { kustomization, namespace: pod.namespace } },
  };
}

/** A Service in one of its forms. */
export interface FormedService {
  /** The URI of the kustomization that is applied; undefined for the Service as it is written. */
  readonly kustomization: string | undefined;
  readonly service: Service;
}

/** The Services that a written one becomes: itself, or one for each form that kustomizations give its file. */
export function servicesInForms(service: Service, forms: readonly Form[] | undefined): readonly FormedService[] {
  if (forms === undefined) return [{ kustomization: undefined, service }];
  return forms.map((form) => ({ kustomization: form.kustomization, service: serviceInForm(service, form) }));
}

/** What a kustomization adds has no place of its own: it gets that of the selector's key, or of the whole object. */
function serviceInForm(service: Service, form: Form): Service {
  const { namespace, selectorLabels } = form;
  const { selector, span, name } = service;
  const placed = {
    ...(name && { name: { ...name, value: form.prefix + name.value + form.suffix } }),
    ...(namespace !== undefined && { namespace: { value: namespace, span }, namespaceUnknown: false }),
  };
  if (selector.kind !== "pairs" || selectorLabels.size === 0) return { ...service, ...placed };
  const { keySpan } = selector;
  const added = Array.from(
    selectorLabels,
    ([key, value]): SelectorPair => ({ key, value, keySpan, valueSpan: keySpan, span: keySpan }),
  );
  const kept = selector.pairs.filter(({ key }) => !selectorLabels.has(key));
  return { ...service, ...placed, selector: { ...selector, pairs: [...kept, ...added] } };
}
