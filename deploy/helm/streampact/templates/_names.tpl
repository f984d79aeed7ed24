{{/* Labels that select the pods of a service; they never change, because a Deployment's selector cannot. Takes { name, root }. */}}
{{- define "streampact.selectorLabels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* Labels of every object. Takes { name, root }. */}}
{{- define "streampact.labels" -}}
{{ include "streampact.selectorLabels" . }}
app.kubernetes.io/part-of: streampact
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* Whether a service is scaled by lag: "true" or nothing. Takes { name, root }. */}}
{{- define "streampact.isAutoscaled" -}}
{{- if and (ne .root.Values.autoscaling.mode "none") (has .name .root.Values.autoscaling.services) }}true{{ end }}
{{- end }}

{{/* The entries that wait for a service, over its streams and instances. An instance that cannot tell says NaN, which no comparison holds for. */}}
{{- define "streampact.lagQuery" -}}
sum(streampact_consumer_lag{namespace="{{ .root.Release.Namespace }}",job="{{ .name }}"} >= 0)
{{- end }}
