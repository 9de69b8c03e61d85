/**
 * The forms in which Services are published, each as small as it can be, all of our own making. kubectl and the API
 * server accept every one of them: `forms.test.ts` beside this file asks them, `test/unit/forms.test.ts` the product.
 */
export const ACCEPTED: readonly (readonly [form: string, text: string])[] = [
  [
    "comment lines everywhere",
    `# a

apiVersion: v1
kind: Service
#b
metadata: #c
  # d
  name: a # e
#f
spec:
    # g
  # h
        # i
  ports: # j
  # k
  - port: 80 # l
    # m
    targetPort: 8080
# n
`,
  ],
  [
    "documents of comments only",
    `# a
---
# b
---
apiVersion: v1
kind: Service
metadata: {name: a}
spec: {ports: [{port: 80}]}
---
# c
---
`,
  ],
  [
    "separator with comment",
    `--- # first
apiVersion: v1
kind: Service
metadata: {name: a}
spec: {ports: [{port: 80}]}
---   
apiVersion: v1
kind: Service
metadata: {name: b}
spec: {ports: [{port: 80}]}
`,
  ],
  [
    "crlf",
    "---\r\napiVersion: v1\r\nkind: Service\r\nmetadata:\r\n  name: a\r\n  annotations:\r\n    x: |\r\n      a\r\n      b\r\nspec:\r\n  type: NodePort\r\n  ports:\r\n  - name: http\r\n    port: 80\r\n---\r\napiVersion: v1\r\nkind: Service\r\nmetadata:\r\n  name: b\r\nspec:\r\n  ports:\r\n  - port: 80\r\n",
  ],
  ["mixed ends", "apiVersion: v1\nkind: Service\nmetadata:\r\n  name: a\nspec:\r\n  ports:\n  - port: 80\r\n"],
  ["no end of line", "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  ports:\n  - port: 80"],
  ["bom", "\ufeffapiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  ports:\n  - port: 80\n"],
  [
    "bom and separator",
    "\ufeff---\napiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  ports:\n  - port: 80\n",
  ],
  [
    "quoted everything",
    `"apiVersion": "v1"
"kind": "Service"
"metadata":
  "name": "a"
"spec":
  "type": "NodePort"
  "ports":
  - "port": 80
    "protocol": "TCP"
    'targetPort': 'http'
`,
  ],
  [
    "six spaces",
    `apiVersion: v1
kind: Service
metadata:
      name: a
spec:
      ports:
      -     port: 80
            name: x
      selector:
               app: x
`,
  ],
  [
    "uneven indentation of siblings",
    `apiVersion: v1
kind: Service
metadata:
 name: a
spec:
    selector:
      app: a
    ports:
            - port: 80
              name: a
            - port: 81
              name: b
`,
  ],
  [
    "dash alone",
    `apiVersion: v1
kind: Service
metadata:
  name: a
spec:
  ports:
  -
    port: 80
    name: a
  -
    port: 81
    name: b
`,
  ],
  [
    "json tabs",
    '{\n\t"apiVersion": "v1",\n\t"kind": "Service",\n\t"metadata": {"name": "a"},\n\t"spec": {\n\t\t"ports": [{"port": 80}]\n\t}\n}\n',
  ],
  [
    "json lines",
    `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":80}]}}
{"apiVersion":"v1","kind":"Service","metadata":{"name":"b"},"spec":{"ports":[{"port":80}]}}
`,
  ],
  [
    "json trailing commas",
    `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a",},"spec":{"ports":[{"port":80},],},}
`,
  ],
  [
    "json hash comment",
    `{"apiVersion":"v1", # c
"kind":"Service","metadata":{"name":"a"},
# d
"spec":{"ports":[{"port":80}]}}
`,
  ],
  [
    "list",
    `apiVersion: v1
kind: List
metadata: {}
items:
- apiVersion: v1
  kind: Service
  metadata:
    name: a
  spec:
    ports:
    - port: 80
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: c
  data:
    x: "1"
`,
  ],
  [
    "list indented",
    `apiVersion: v1
kind: List
items:
  # c
  - apiVersion: v1
    kind: Service
    metadata:
      name: a
    spec:
      ports:
        - port: 80

  # d
  - apiVersion: v1
    kind: Service
    metadata:
      name: b
    spec:
      ports:
        - port: 80
`,
  ],
  [
    "servicelist",
    `apiVersion: v1
kind: ServiceList
items:
- metadata:
    name: a
  spec:
    ports:
    - port: 80
`,
  ],
  [
    "servicelist kinds",
    `apiVersion: v1
kind: ServiceList
items:
- apiVersion: v1
  kind: Service
  metadata:
    name: a
  spec:
    ports:
    - port: 80
`,
  ],
  [
    "exported",
    `apiVersion: v1
kind: Service
metadata:
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","kind":"Service","metadata":{"annotations":{},"name":"a","namespace":"default"},"spec":{"ports":[{"port":80}]}}
  creationTimestamp: "2024-01-01T00:00:00Z"
  name: a
  namespace: default
  resourceVersion: "123"
  uid: 6b0f4ac7-9a5e-4f1c-8d7f-2f6c1a1f2b3c
  selfLink: /api/v1/namespaces/default/services/a
  generation: 1
  managedFields:
  - apiVersion: v1
    fieldsType: FieldsV1
    fieldsV1:
      f:spec:
        f:ports: {}
    manager: kubectl
    operation: Update
    time: "2024-01-01T00:00:00Z"
spec:
  clusterIP: 10.96.100.7
  clusterIPs:
  - 10.96.100.7
  internalTrafficPolicy: Cluster
  ipFamilies:
  - IPv4
  ipFamilyPolicy: SingleStack
  ports:
  - port: 80
    protocol: TCP
    targetPort: 80
  selector:
    app: a
  sessionAffinity: None
  type: ClusterIP
status:
  loadBalancer: {}
`,
  ],
  [
    "creationTimestamp null",
    `apiVersion: v1
kind: Service
metadata:
  creationTimestamp: null
  name: a
spec:
  ports:
  - port: 80
status:
  loadBalancer: {}
`,
  ],
  [
    "status filled",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: LoadBalancer
  ports: [{port: 80}]
status:
  loadBalancer:
    ingress:
    - ip: 192.0.2.1
`,
  ],
  [
    "nulls",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  labels:
  annotations: null
  namespace:
spec:
  selector:
  type:
  clusterIP:
  externalIPs:
  loadBalancerSourceRanges: ~
  sessionAffinityConfig:
  ports:
  - port: 80
    name:
    nodePort:
    protocol: null
    targetPort:
    appProtocol:
`,
  ],
  [
    "empty strings",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  labels: {}
  namespace: ""
spec:
  selector: {}
  type: ""
  clusterIP: ""
  externalName: ""
  loadBalancerIP: ""
  externalTrafficPolicy: ""
  sessionAffinity: ""
  externalIPs: []
  loadBalancerSourceRanges: []
  ports:
  - port: 80
    name: ""
    protocol: ""
    targetPort: ""
`,
  ],
  [
    "selector null value",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  selector:
    app:
  ports: [{port: 80}]
`,
  ],
  ["headless without ports", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  clusterIP: None\n"],
  ["headless quoted", 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  clusterIP: "None"\n  ports: []\n'],
  [
    "externalname with trailing",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: ExternalName
  externalName: db.example.com.
`,
  ],
  [
    "externalname ports",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: ExternalName
  externalName: db.example.com
  ports:
  - port: 5432
`,
  ],
  [
    "externalname ip",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: ExternalName
  externalName: 192.0.2.9
`,
  ],
  [
    "externalname with namespace host",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: ExternalName
  externalName: web.other.svc.cluster.local
  clusterIP: ""
`,
  ],
  [
    "tolerate unready",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations:
    service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  ports:
  - port: 80
`,
  ],
  [
    "session affinity",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  sessionAffinity: ClientIP
  sessionAffinityConfig:
    clientIP:
      timeoutSeconds: 10800
  ports: [{port: 80}]
`,
  ],
  [
    "session affinity empty config",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  sessionAffinity: ClientIP
  sessionAffinityConfig: {}
  ports: [{port: 80}]
`,
  ],
  [
    "tcp udp same port",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  ports:
  - {name: dns, port: 53, protocol: UDP}
  - {name: dns-tcp, port: 53, protocol: TCP, targetPort: dns-tcp}
`,
  ],
  [
    "appProtocol",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  ports:
  - {name: h2, port: 80, appProtocol: kubernetes.io/h2c}
  - {name: ws, port: 81, appProtocol: kubernetes.io/ws}
  - {name: g, port: 82, appProtocol: grpc}
  - {name: h, port: 83, appProtocol: HTTP}
`,
  ],
  [
    "traffic distribution",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  trafficDistribution: PreferClose
  internalTrafficPolicy: Local
  ports: [{port: 80}]
`,
  ],
  [
    "topology annotation",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations: {service.kubernetes.io/topology-mode: Auto}
spec:
  ports: [{port: 80}]
`,
  ],
  [
    "allocate false",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: LoadBalancer
  loadBalancerClass: example.com/x
  allocateLoadBalancerNodePorts: false
  loadBalancerSourceRanges: ["10.0.0.0/8", "192.0.2.1/32"]
  ports: [{port: 80}]
`,
  ],
  [
    "source ranges blanks",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: LoadBalancer
  loadBalancerSourceRanges: [" 10.0.0.0/8 "]
  ports: [{port: 80}]
`,
  ],
  [
    "source ranges annotation",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations:
    service.beta.kubernetes.io/load-balancer-source-ranges: 10.0.0.0/8, 192.0.2.0/24
spec:
  type: LoadBalancer
  ports: [{port: 80}]
`,
  ],
  [
    "load balancer ip name",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: LoadBalancer
  loadBalancerIP: not-an-ip
  ports: [{port: 80}]
`,
  ],
  [
    "healthcheck port",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  healthCheckNodePort: 32123
  ports: [{port: 80}]
`,
  ],
  [
    "cluster ip of 10.96",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  clusterIP: 10.96.77.77
  ports: [{port: 80}]
`,
  ],
  [
    "dual preferred",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  ipFamilyPolicy: PreferDualStack
  ports: [{port: 80}]
`,
  ],
  [
    "external ips",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  externalIPs: [192.0.2.7]
  ports: [{port: 80}]
`,
  ],
  [
    "selectorless",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  ports: [{port: 80, targetPort: 9376}]
`,
  ],
  ["generateName", "apiVersion: v1\nkind: Service\nmetadata: {generateName: a-}\nspec:\n  ports: [{port: 80}]\n"],
  ["name with digit", "apiVersion: v1\nkind: Service\nmetadata: {name: 1a}\nspec:\n  ports: [{port: 80}]\n"],
  [
    "label forms",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  labels: {app.kubernetes.io/version: "1.0", helm.sh/chart: a-1.0.0, empty: "", A_b.C: X_y.z, kubernetes.io/cluster-service: "true"}
spec:
  selector: {"app.kubernetes.io/name": a, k8s-app: a}
  ports: [{port: 80}]
`,
  ],
  [
    "annotations of many kinds",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations:
    prometheus.io/scrape: 'true'
    prometheus.io/port: '80'
    getambassador.io/config: |
      ---
      apiVersion: x/v1
      kind: Mapping
      name: a
    cloud.google.com/neg: '{"ingress": true}'
    json: >-
      {"a": 1,
       "b": 2}
    external-dns.alpha.kubernetes.io/hostname: a.example.com,b.example.com
    Upper.Case/Key: x
spec:
  ports: [{port: 80}]
`,
  ],
  [
    "merge keys",
    `apiVersion: v1
kind: Service
metadata: &m
  name: a
  labels: &l
    app: a
spec:
  selector:
    <<: *l
    tier: x
  ports:
  - &p
    port: 80
    protocol: TCP
    name: a
  - <<: *p
    port: 81
    name: b
`,
  ],
  [
    "anchor as label",
    `apiVersion: v1
kind: Service
metadata:
  name: &name a
  labels: {app: *name}
spec:
  selector:
    app: *name
  ports: [{port: &port 80, targetPort: *port}]
`,
  ],
  ["folded name", "apiVersion: v1\nkind: Service\nmetadata:\n  name: >-\n    a\nspec:\n  ports: [{port: 80}]\n"],
  [
    "numbers otherwise",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: NodePort
  ports:
  - {name: a, port: 0x51}
  - {name: b, port: 0120}
  - {name: c, port: 8_0_8}
  - {name: d, port: 82.0}
  - {name: e, port: 1e2}
  - {name: f, port: +99}
`,
  ],
  [
    "boolean forms",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  clusterIP: None
  publishNotReadyAddresses: yes
  ports: [{port: 80}]
`,
  ],
  [
    "duplicate keys",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: ClusterIP
  type: NodePort
  ports: [{port: 80}]
  ports: [{port: 81}]
`,
  ],
  ["key order", "spec:\n  ports: [{port: 80}]\nmetadata: {name: a}\nkind: Service\napiVersion: v1\n"],
  ["document end", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n...\n"],
  [
    "document end then next",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec: {ports: [{port: 80}]}
...
---
apiVersion: v1
kind: Service
metadata: {name: b}
spec: {ports: [{port: 80}]}
`,
  ],
  [
    "configmap with manifest",
    `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  svc.yaml: |
    apiVersion: v1
    kind: Service
    metadata:
      name: x
    spec:
      ports: []
      nonsense: 1
    ---
    more
`,
  ],
  [
    "crlf block scalar",
    'apiVersion: v1\r\nkind: Service\r\nmetadata:\r\n  name: a\r\n  annotations:\r\n    x: >\r\n      a\r\n\r\n      b\r\n    y: "a\\\r\n      b"\r\nspec: {ports: [{port: 80}]}\r\n',
  ],
  [
    "trailing blanks",
    `apiVersion: v1
kind: Service
metadata:   
  name: a   
spec:  
  ports:  
  - port: 80  
    name: "a"   
   
  
`,
  ],
  [
    "tab behind value",
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\t\nspec:\t\n  ports:\n  - port: 80\t# c\n    name:\ta\n",
  ],
  [
    "tab comment",
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  ports:\n  - port: 80\n    name: a\t\t# c\n",
  ],
  [
    "unicode",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations: {description: "日本語 ✓ é", emoji: 🚀, plain: ünïcode text}
spec: {ports: [{port: 80}]}
`,
  ],
  [
    "long flow",
    `{apiVersion: v1, kind: Service, metadata: {name: a, labels: {app: a}}, spec: {type: ClusterIP, selector: {app: a}, ports: [{port: 80, targetPort: http, name: web}, {port: 81, name: x}]}}
`,
  ],
  [
    "flow over lines",
    `{
  apiVersion: v1,
  kind: Service,
  metadata: {
    name: a
  },
  spec: {
    ports: [
      {
        port: 80,
      },
    ],
  },
}
`,
  ],
  ["explicit keys", "? apiVersion\n: v1\n? kind\n: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n"],
  [
    "tags",
    `apiVersion: !!str v1
kind: !!str Service
metadata: {name: !!str a, labels: {v: !!str 1.0}}
spec: {ports: [{port: !!int "80"}]}
`,
  ],
  [
    "block ports in quotes",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  ports:
  - name: "http"
    port: 80
    targetPort: 'http'
    protocol: "TCP"
  selector: {"app":"a","tier":"b"}
`,
  ],
  [
    "finalizers",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  finalizers: [service.kubernetes.io/load-balancer-cleanup, foregroundDeletion]
  ownerReferences:
  - {apiVersion: apps/v1, kind: Deployment, name: x, uid: 6b0f4ac7-9a5e-4f1c-8d7f-2f6c1a1f2b3c, controller: true, blockOwnerDeletion: true}
spec: {ports: [{port: 80}]}
`,
  ],
  [
    "leading blank lines and separators",
    `

---

---

apiVersion: v1
kind: Service
metadata: {name: a}
spec: {ports: [{port: 80}]}

---


---
`,
  ],
  [
    "comment after separator line",
    `---
# a: b
---
apiVersion: v1
kind: Service
metadata: {name: a}
spec: {ports: [{port: 80}]}
`,
  ],
  [
    "sctp",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec: {ports: [{port: 80, protocol: SCTP}]}
`,
  ],
  [
    "string over lines",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations:
    a: this is
      one value

      of three lines
    b: 'and
      another'
    c: "x

      y"
spec: {ports: [{port: 80}]}
`,
  ],
  [
    "apiVersion quoted, single",
    "apiVersion: 'v1'\nkind: 'Service'\nmetadata: {name: 'a'}\nspec: {ports: [{port: 80}]}\n",
  ],
  [
    "outdented list in flow",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  type: LoadBalancer
  loadBalancerSourceRanges: [
10.0.0.0/8,
192.0.2.0/24
]
  ports: [{port: 80}]
`,
  ],
  [
    "comments touching",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  ports: [{port: 80}]#c
  selector: {app: "a"}#d
`,
  ],
  [
    "affinity config without affinity",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  sessionAffinityConfig: {clientIP: {timeoutSeconds: 10}}\n  ports: [{port: 80}]\n",
  ],
  [
    "affinity config None",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  sessionAffinity: None\n  sessionAffinityConfig: {clientIP: {}}\n  ports: [{port: 80}]\n",
  ],
  [
    "affinity config null client",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  sessionAffinity: ClientIP\n  sessionAffinityConfig: {clientIP: null}\n  ports: [{port: 80}]\n",
  ],
  [
    "affinity config timeout null",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  sessionAffinity: ClientIP\n  sessionAffinityConfig: {clientIP: {timeoutSeconds: null}}\n  ports: [{port: 80}]\n",
  ],
  [
    "long port name",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports: [{port: 80, name: a-very-long-name-of-a-port-over-fifteen}]\n",
  ],
  [
    "port name digits",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports: [{port: 80, name: '80'}]\n",
  ],
  [
    "annotation null",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: {x: }}\nspec:\n  ports: [{port: 80}]\n",
  ],
  [
    "nodePort zero",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports: [{port: 80, nodePort: 0, targetPort: 0}]\n",
  ],
  [
    "lb fields on ClusterIP",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  loadBalancerIP: 192.0.2.1\n  ports: [{port: 80}]\n",
  ],
  [
    "etp on ClusterIP with external ip",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  externalTrafficPolicy: Local\n  externalIPs: [192.0.2.1]\n  ports: [{port: 80}]\n",
  ],
  [
    "health check zero",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  healthCheckNodePort: 0\n  ports: [{port: 80}]\n",
  ],
  [
    "itp on ExternalName",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  type: ExternalName\n  externalName: a.b\n  internalTrafficPolicy: Cluster\n",
  ],
  [
    "externalName on ClusterIP",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  externalName: a.b\n  ports: [{port: 80}]\n",
  ],
  [
    "publish null",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  publishNotReadyAddresses:\n  ports: [{port: 80}]\n",
  ],
  ["name numeric string", "apiVersion: v1\nkind: Service\nmetadata: {name: '12'}\nspec:\n  ports: [{port: 80}]\n"],
  [
    "ipFamilies empty",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ipFamilies: []\n  ports: [{port: 80}]\n",
  ],
  [
    "ipFamilies IPv4",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ipFamilies: [IPv4]\n  ipFamilyPolicy: SingleStack\n  ports: [{port: 80}]\n",
  ],
  [
    "clusterIPs empty",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  clusterIPs: []\n  ports: [{port: 80}]\n",
  ],
  [
    "selector empty string",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  selector: {app: ''}\n  ports: [{port: 80}]\n",
  ],
  [
    "status conditions",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports: [{port: 80}]\nstatus:\n  conditions: []\n  loadBalancer: {ingress: [{hostname: a, ports: []}]}\n",
  ],
  [
    "managed fields loose",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, managedFields: [{manager: x}]}\nspec:\n  ports: [{port: 80}]\n",
  ],
  [
    "generation",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a, generation: 3, deletionGracePeriodSeconds: 30}\nspec:\n  ports: [{port: 80}]\n",
  ],
  [
    "address with colon quoted",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: [0.0.0.0/0, '::/0']\n  ports: [{port: 80}]\n",
  ],
  [
    "address with colon in block",
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges:\n  - 0.0.0.0/0\n  - ::/0\n  ports: [{port: 80}]\n",
  ],
];
