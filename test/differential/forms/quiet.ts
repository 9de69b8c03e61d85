/** Templates, and files that are no Services though they speak of them: nothing is said of any. All of our own making. */
export const QUIET: readonly (readonly [file: string, text: string])[] = [
  [
    "helm/templates/a.yaml",
    `{{- if .Values.service.enabled -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "x.fullname" . }}
  labels:
    {{- include "x.labels" . | nindent 4 }}
  {{- with .Values.a }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .Values.service.type }}
  {{- if and (eq .Values.t "x") .Values.ip }}
  clusterIP: {{ .Values.ip }}
  {{- end }}
  ports:
    - port: {{ .Values.service.port }}
      targetPort: http
      name: {{ .n | default "x" | quote }}
{{- end }}
`,
  ],
  [
    "helm/templates/range.yaml",
    `{{- range $i, $e := until (int .Values.n) }}
---
apiVersion: v1
kind: Service
metadata:
  name: a-{{ $i }}
spec:
  ports:
  {{- range $e.ports }}
  - port: {{ .port }}
  {{- end }}
{{- end }}
`,
  ],
  [
    "helm/templates/inline.yaml",
    `apiVersion: v1
kind: Service
metadata: {name: "{{ .Release.Name }}-a", labels: {a: {{ .x }}}}
spec:
  ports: {{ toYaml .Values.ports | nindent 4 }}
  selector: {{- include "s" . | nindent 4 }}
`,
  ],
  [
    "helm/templates/comment.yaml",
    `{{- /* a comment: {{ x }} */ -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ template "f" . }}
spec: # {{ x }}
  ports:
  - port: {{ .p }}{{ if .q }}
    nodePort: {{ .q }}{{ end }}
`,
  ],
  [
    "helm/templates/multi.yaml",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations: {{ tpl (toYaml
     .Values.x) . | nindent 4 }}
spec:
  ports:
  - port: 80
`,
  ],
  [
    "helm/templates/tab.yaml",
    "apiVersion: v1\nkind: Service\nmetadata:\n\t{{- if .x }}\n  name: a\n\t{{- end }}\nspec:\n  ports:\n  - port: 80\n",
  ],
  [
    "helm/templates/_helpers.tpl.yaml",
    `{{- define "a" -}}
apiVersion: v1
kind: Service
metadata:
  name: a
spec:
  ports:
  - port: 80
{{- end -}}
`,
  ],
  [
    "helm/templates/key.yaml",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  labels:
    {{ .key }}: x
    app.{{ .y }}/z: w
spec:
  selector: {app: {{ .Values.app }}, {{ .k }}: b}
  ports:
  - {port: {{ .p }}, name: {{ .n }}}
`,
  ],
  [
    "env/a.yaml",
    `apiVersion: v1
kind: Service
metadata:
  name: \${NAME}
  namespace: \${NS:-default}
spec:
  type: \${TYPE}
  ports:
  - port: \${PORT}
    nodePort: \${NODE_PORT}
  selector:
    app: "\${APP}"
`,
  ],
  [
    "env/flux.yaml",
    `apiVersion: v1
kind: Service
metadata:
  name: a-\${cluster_name:=x}
spec:
  loadBalancerIP: \${IP}
  type: LoadBalancer
  ports: [{port: \${P}}]
`,
  ],
  [
    "jinja/a.yaml",
    `{% if x %}
apiVersion: v1
kind: Service
metadata:
  name: "{{ name }}"
spec:
  ports:
{% for p in ports %}
    - port: {{ p }}
{% endfor %}
{% endif %}
`,
  ],
  [
    "jinja/b.yml.j2.yaml",
    `{# comment #}
apiVersion: v1
kind: Service
metadata:
  name: a{{ x }}
spec:
  type: {% if a %}NodePort{% else %}ClusterIP{% endif %}
  ports: [{port: {{ p }}}]
`,
  ],
  [
    "erb/a.yaml",
    `<%- if x -%>
apiVersion: v1
kind: Service
metadata:
  name: <%= name %>
spec:
  ports:
  - port: <%= port %>
<%- end -%>
`,
  ],
  [
    "ytt/a.yaml",
    `#@ load("@ytt:data", "data")
apiVersion: v1
kind: Service
metadata:
  name: #@ data.values.name
spec:
  #@ if True:
  type: NodePort
  #@ end
  ports:
  - port: #@ data.values.port
`,
  ],
  [
    "ytt/overlay.yaml",
    `#@ load("@ytt:overlay", "overlay")
#@overlay/match by=overlay.subset({"kind": "Service"})
---
spec:
  type: NodePort
`,
  ],
  [
    "openshift/template.yaml",
    `apiVersion: template.openshift.io/v1
kind: Template
metadata:
  name: t
objects:
- apiVersion: v1
  kind: Service
  metadata:
    name: \${NAME}
  spec:
    ports:
    - port: \${{PORT}}
      targetPort: \${{PORT}}
parameters:
- name: NAME
  value: a
- name: PORT
  value: "80"
`,
  ],
  [
    "openshift/old.json",
    `{"kind": "Template", "apiVersion": "v1", "objects": [{"kind": "Service", "apiVersion": "v1", "metadata": {"name": "\${N}"}, "spec": {"ports": [{"port": "\${{P}}"}], "portalIP": ""}}], "parameters": []}`,
  ],
  [
    "openshift/route.yaml",
    `apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: a}
spec: {to: {kind: Service, name: a}, port: {targetPort: http}}
`,
  ],
  [
    "knative/a.yaml",
    `apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: a}
spec: {template: {spec: {containers: [{image: x, ports: [{containerPort: 8080}]}]}}}
`,
  ],
  ["datadog/entity.yaml", "apiVersion: v3\nkind: service\nmetadata: {name: a}\nspec: {lifecycle: production}\n"],
  [
    "backstage/a.yaml",
    `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: a}
spec: {type: service, owner: x}
`,
  ],
  [
    "other/own-group.yaml",
    `apiVersion: example.com/v1
kind: Service
metadata: {name: A_B}
spec: {ports: x, nonsense: 1}
`,
  ],
  ["other/lower.yaml", "apiVersion: v1\nkind: service\nmetadata: {name: a}\nspec: {}\n"],
  ["other/plugin.yaml", "kind: Service\nname: x\nports: [1]\n"],
  ["other/v2.yaml", "apiVersion: v2\nkind: Service\nmetadata: {name: A}\n"],
  [
    "compose/compose.yaml",
    `services:
  web:
    image: x
    ports: ["80:80"]
    labels:
      kind: Service
      apiVersion: v1
`,
  ],
  [
    "openapi/a.yaml",
    `openapi: 3.0.0
paths: {}
components:
  schemas:
    Service:
      properties:
        kind: {type: string}
        apiVersion: {type: string, example: v1}
      example:
        apiVersion: v1
        kind: Service
        metadata: {name: A_B}
        spec: {ports: wrong}
`,
  ],
  [
    ".github/workflows/ci.yaml",
    `on: push
jobs:
  a:
    runs-on: x
    steps:
    - run: |
        cat <<EOF | kubectl apply -f -
        apiVersion: v1
        kind: Service
        metadata: {name: A_B}
        EOF
    - run: echo \${{ secrets.X }}
`,
  ],
  [
    "ansible/play.yaml",
    `- hosts: all
  tasks:
  - name: x
    kubernetes.core.k8s:
      state: present
      definition:
        apiVersion: v1
        kind: Service
        metadata: {name: "{{ name }}"}
        spec: {ports: [{port: "{{ port }}"}]}
`,
  ],
  [
    "crd/a.yaml",
    `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: services.example.com}
spec:
  group: example.com
  names: {kind: Service, plural: services}
  scope: Namespaced
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`,
  ],
  [
    "crossplane/a.yaml",
    `apiVersion: apiextensions.crossplane.io/v1
kind: Composition
metadata: {name: a}
spec:
  resources:
  - name: s
    base:
      apiVersion: kubernetes.crossplane.io/v1alpha1
      kind: Object
      spec:
        forProvider:
          manifest:
            apiVersion: v1
            kind: Service
            metadata: {name: ""}
            spec: {ports: [{port: "x"}]}
`,
  ],
  [
    "kro/a.yaml",
    `apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata: {name: a}
spec:
  resources:
  - id: s
    template:
      apiVersion: v1
      kind: Service
      metadata: {name: "\${schema.spec.name}"}
      spec: {ports: [{port: "\${schema.spec.port}"}]}
`,
  ],
  [
    "argo/appset.yaml",
    `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: a}
spec:
  generators: [{list: {elements: []}}]
  template: {metadata: {name: '{{name}}'}, spec: {project: x, ignoreDifferences: [{kind: Service, jsonPointers: [/spec]}]}}
`,
  ],
  [
    "sealed/a.yaml",
    `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: a}
spec: {encryptedData: {x: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq}, template: {metadata: {name: a}}}
`,
  ],
  [
    "front/post.yaml",
    '---\ntitle: "A: B"\nkind: x\napiVersion: y\n---\n# Text\n\nSome text: with *stars* and {braces\n',
  ],
  [
    "istio/a.yaml",
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: a}
spec: {hosts: [x], ports: [{number: 80, name: http, protocol: HTTP}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a}
spec: {hosts: [x]}
`,
  ],
  [
    "monitor/a.yaml",
    `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: a}
spec: {endpoints: [{port: web}], selector: {matchLabels: {app: a}}}
`,
  ],
  [
    "cloudformation/a.yaml",
    `Resources:
  S:
    Type: AWS::ECS::Service
    Properties:
      kind: Service
      apiVersion: !Ref V
      x: !Sub "a\${b}"
      y: !GetAtt a.b
`,
  ],
  [
    "serverless/serverless.yml",
    `service: a
provider: {name: aws, apiVersion: v1}
custom: {kind: x, y: \${self:provider.stage}}
`,
  ],
  [
    "skaffold/skaffold.yaml",
    `apiVersion: skaffold/v4beta6
kind: Config
portForward: [{resourceType: service, resourceName: a, port: 80}]
`,
  ],
  [
    "tekton/a.yaml",
    `apiVersion: tekton.dev/v1
kind: Task
metadata: {name: a}
spec: {steps: [{name: x, image: y, script: "kubectl apply -f - <<EOF\\nkind: Service\\n"}]}
`,
  ],
  ["pkg/tsconfig.json", '{\n  // comment kind apiVersion\n  "compilerOptions": {"a": 1,},\n}\n'],
  [
    "pkg/discovery.json",
    `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[{"name":"services","singularName":"service","namespaced":true,"kind":"Service","verbs":["get"]}]}`,
  ],
  [
    "pkg/watch.json",
    `{"type":"ADDED","object":{"kind":"Service","apiVersion":"v1","metadata":{"name":"A_"}}}
{"type":"MODIFIED","object":{"kind":"Service","apiVersion":"v1"}}
`,
  ],
  ["pkg/array.json", '[{"apiVersion":"v1","kind":"Service","metadata":{"name":"A_"}}]'],
  ["pkg/array.yaml", "- apiVersion: v1\n  kind: Service\n  metadata: {name: A_}\n"],
  ["values/dump.yaml", "apiVersion: v1\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: x}}\nkind: PodList\n"],
  [
    "gotmpl/a.yaml",
    `apiVersion: v1
kind: Service
metadata:
  name: "{{.Name}}"
spec:
  type: "{{ .Type }}"
  clusterIP: '{{ .IP }}'
  externalIPs: ["{{ .X }}"]
  ports:
  - port: {{.Port}}
    protocol: "{{.Proto}}"
`,
  ],
  [
    "mustache/a.yaml",
    `{{#svc}}
apiVersion: v1
kind: Service
metadata:
  name: {{{name}}}
spec:
  ports:
  {{#ports}}
  - port: {{port}}
  {{/ports}}
{{/svc}}
`,
  ],
  [
    "pulumi/a.yaml",
    `name: x
runtime: yaml
resources:
  s:
    type: kubernetes:core/v1:Service
    properties:
      apiVersion: v1
      kind: Service
      metadata: {name: \${x.y}}
`,
  ],
  [
    "spinnaker/p.json",
    `{"stages":[{"manifests":[{"apiVersion":"v1","kind":"Service","metadata":{"name":"\${a}"},"spec":{"ports":[{"port":"\${ #toInt(x) }"}]}}]}]}`,
  ],
  [
    "krm/fn.yaml",
    `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: Service
  metadata: {name: a}
  spec: {ports: [{port: 80}]}
`,
  ],
  ["keys/spec.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  {{ .portsKey }}:\n  - port: 80\n"],
  [
    "keys/variables.yaml",
    `apiVersion: v1
kind: Service
metadata: {\${NAME_KEY}: a}
spec:
  ports: [{\${PORT_KEY}: 80}]
`,
  ],
  [
    "keys/merge.yaml",
    `apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  <<: \${DEFAULTS}
  type: NodePort
`,
  ],
  ["keys/question.yaml", 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {?"ports": [{port: 80}]}\n'],
  [
    "templates/dash-key",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  ports:
  - {{ .k }}: 80
    port: 80
`,
  ],
  [
    "templates/dash-toyaml",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  ports:
  - {{- toYaml . | nindent 4 }}
`,
  ],
  [
    "templates/printf",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ printf "%s: %s # x" .a .b }}
spec:
  ports:
  - port: 80
    name: {{ .a }}-{{ .b }}:z
`,
  ],
  [
    "templates/quoted-key",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  selector:
    "{{ .k }}": x
    '{{ .k }}': "{{ .v }}"
  ports:
  - port: 80
`,
  ],
  [
    "templates/end-comment",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  type: NodePort {{/* c */}}
  ports:
  - port: 80 {{- /* d */}}
`,
  ],
  [
    "templates/prefix-key",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  selector:
    {{ .x }}-app: y
    {{ .x }}/z: y
  ports:
  - port: 80
`,
  ],
  [
    "templates/multi-line",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ include "x"
    (dict "a" 1
     "b" 2) }}
spec:
  ports:
  - port: {{
   .p }}
`,
  ],
  [
    "templates/crlf",
    "apiVersion: v1\r\nkind: Service\r\nmetadata:\r\n  name: {{ .n }}\r\nspec:\r\n  {{- if .x }}\r\n  type: X\r\n  {{- end }}\r\n  ports:\r\n  - port: {{ .p }}\r\n",
  ],
  [
    "templates/jinja-inline",
    `apiVersion: v1
kind: Service
metadata:
  name: x{%- if a -%}-y{%- endif %}
spec:
  ports:
  - port: {{ p | default(80) }}
    nodePort: {% if n %}{{ n }}{% else %}30000{% endif %}
`,
  ],
  [
    "templates/json-vars",
    `{"apiVersion":"v1","kind":"Service","metadata":{"name":"\${N}"},"spec":{"ports":[{"port": \${PORT}, "nodePort": \${NP}}], "type": "{{type}}"}}`,
  ],
  [
    "templates/json-mustache",
    `{"apiVersion":"v1","kind":"Service","metadata":{"name":"{{n}}"},"spec":{"ports":[{{#ports}}{"port": {{p}}}{{^last}},{{/last}}{{/ports}}]}}`,
  ],
  [
    "templates/json-erb",
    `{"apiVersion":"v1","kind":"Service","metadata":{"name":"<%= n %>"},"spec":{"ports":[<%= ports.to_json %>]}}`,
  ],
  [
    "templates/default-var",
    `apiVersion: v1
kind: Service
metadata:
  name: \${N:-"a b"}
spec:
  type: \${T:=NodePort}
  ports:
  - port: \${P:?required}
    nodePort: \${NP-30000}
    name: \${A}\${B}
`,
  ],
  [
    "templates/escaped-var",
    `apiVersion: v1
kind: Service
metadata:
  name: $\${N}
spec:
  ports:
  - port: $\${P}
`,
  ],
  [
    "templates/backstage",
    `apiVersion: v1
kind: Service
metadata:
  name: \${{ values.name }}
  labels:
    a: \${{ values.x | dump }}
spec:
  ports:
  - port: \${{ values.port }}
`,
  ],
  [
    "templates/else-branches",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
{{- if eq .t "a" }}
  type: ClusterIP
{{- else if eq .t "b" }}
  type: NodePort
{{- else }}
  type: {{ .t }}
{{- end }}
  ports:
{{- if .h }}
  - port: 80
    name: a
{{- else }}
  - port: 81
    name: b
{{- end }}
`,
  ],
  [
    "templates/same-key-in-branches",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  {{- if .x }}
  type: A
  {{- else }}
  type: B
  {{- end }}
  {{ .Values.extra }}
`,
  ],
  [
    "templates/range-name",
    `{{- range .Values.list }}
apiVersion: v1
kind: Service
metadata:
  name: {{ . }}
spec:
  ports: []
---
{{- end }}
`,
  ],
  [
    "templates/with-tpl-block",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  selector:
{{ include "s" . | indent 4 }}
  ports:
{{ toYaml .Values.p | indent 2 }}
`,
  ],
  [
    "templates/block-scalar",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations:
    x: |
      {{- range .l }}
      {{ . }}: {
      {{- end }}
    y: {{ .y | quote }}
spec:
  ports: [{port: 80}]
`,
  ],
  [
    "templates/only-annotation",
    `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations:
    x: '{{ .x }}'
spec:
  ports: [{port: 80}]
`,
  ],
  [
    "templates/chart-dash",
    `{{ if .a }}{{ if .b }}
apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  ports: [{port: 80}]
{{ end }}{{ end }}
`,
  ],
  [
    "templates/capabilities",
    `apiVersion: {{ template "v" . }}
kind: Service
metadata:
  name: A_B
spec: {}
`,
  ],
  [
    "templates/kind-tpl",
    `apiVersion: v1
kind: {{ .kind }}
metadata:
  name: A_B
spec: {}
`,
  ],
  [
    "templates/helm-required",
    `apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  ports:
  - port: {{ required "A port: is {needed}" .p }}
    protocol: {{ .x | default "TCP" | upper | quote }}
`,
  ],
  [
    "templates/merge-doc",
    `---
{{- if .a }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .n }}
spec:
  ports: [{port: 80}]
---
{{- end }}
`,
  ],
  [
    "templates/comment-tpl",
    `# {{ if x }}
apiVersion: v1
kind: Service
metadata:
  name: a
spec:
  # port: {{ .p }}
  ports: [{port: 80}]
# {{ end }}
`,
  ],
  [
    "templates/tabs-tpl",
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .n }}\nspec:\n  ports:\n  - port: 80\n\t{{- if .x }}\n    name: a\n\t{{- end }}\n",
  ],
  [
    "templates/list-tpl",
    `apiVersion: v1
kind: List
items:
{{- range .s }}
- apiVersion: v1
  kind: Service
  metadata:
    name: {{ . }}
  spec:
    ports: []
{{- end }}
`,
  ],
  [
    "templates/handlebars-raw",
    `apiVersion: v1
kind: Service
metadata:
  name: a
spec:
  ports:
  {{#each ports}}
  - port: {{this.port}}
  {{/each}}
  {{> partial}}
`,
  ],
];
