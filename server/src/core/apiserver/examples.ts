/** The lines of a spec with one port, for examples that are about something else. */
export const PORTS = ["ports:", "  - port: 80"] as const;

/** A stored Service with one address, for the examples of updates to start from. */
export const STORED_SERVICE = {
  metadata: { name: "till" },
  spec: {
    type: "ClusterIP",
    clusterIP: "10.96.0.9",
    clusterIPs: ["10.96.0.9"],
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
    ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
  },
};

/** The same as a load balancer of a class, with a health check node port. */
export const STORED_LOAD_BALANCER = {
  ...STORED_SERVICE,
  spec: {
    ...STORED_SERVICE.spec,
    type: "LoadBalancer",
    loadBalancerClass: "example.com/a",
    allocateLoadBalancerNodePorts: true,
    externalTrafficPolicy: "Local",
    healthCheckNodePort: 30_100,
  },
};
