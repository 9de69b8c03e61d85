/** A whole Service for an example, of the lines of its spec. */
export function service(...spec: readonly string[]): string {
  return serviceWith(["name: till"], spec);
}

/** A whole Service for an example, of the lines of its metadata and of its spec. */
export function serviceWith(metadata: readonly string[], spec: readonly string[]): string {
  const lines = ["apiVersion: v1", "kind: Service", "metadata:", ...metadata.map(indent), "spec:", ...spec.map(indent)];
  return `${lines.join("\n")}\n`;
}

const PORTS = "[{name: http, containerPort: 8080}]";

/** An example's file: a Deployment whose Pods have app=till and tier=front and these container ports, then a Service. */
export function deploymentAnd(service: string, ports = PORTS): string {
  return `${deployment("till", "{app: till, tier: front}", ports)}---\n${service}`;
}

/** A Deployment for an example, its container ports as a flow sequence. */
export function deployment(name: string, labels: string, ports = PORTS): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: ${labels}}
  template:
    metadata: {labels: ${labels}}
    spec: {containers: [{name: main, image: ${name}, ports: ${ports}}]}
`;
}

function indent(line: string): string {
  return `  ${line}`;
}
