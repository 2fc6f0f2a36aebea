"""What a schema can't say of the manifests, as kustomize has built them."""

import re
import sys

try:
    import yaml
except ImportError:
    print("skipped in part: Python has no yaml")
    sys.exit(0)

with open(sys.argv[1], encoding="utf-8") as file:
    by_kind = {document["kind"]: document for document in yaml.safe_load_all(file)}
with open("Dockerfile", encoding="utf-8") as file:
    dockerfile = file.read()

pod = by_kind["StatefulSet"]["spec"]["template"]
labels = pod["metadata"]["labels"]
(sidecar,) = pod["spec"]["initContainers"]
(backend,) = pod["spec"]["containers"]

# The order: the sidecar is ready before the backend starts, and stops after it.
assert sidecar["restartPolicy"] == "Always" and "startupProbe" in sidecar
assert pod["spec"]["terminationGracePeriodSeconds"] >= 5 + 1.5 + 5

# Each probe asks the program of the image about the settings that it was started with.
binary = re.search(r'ENTRYPOINT \["(.+?)"\]', dockerfile).group(1)
for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
    command = sidecar[probe]["exec"]["command"]
    assert command[0] == binary and command[1] == "healthcheck", command
    assert command[-1] == "--config=/etc/portcullis/portcullis.yaml", command
assert "--live" in sidecar["livenessProbe"]["exec"]["command"]
assert "--live" not in sidecar["readinessProbe"]["exec"]["command"]

# Nobody is root, nothing is writable but the log's volume, and nothing can be gained.
user = re.search(r"USER (\d+):(\d+)", dockerfile)
for container in (sidecar, backend):
    context = container["securityContext"]
    assert context["readOnlyRootFilesystem"] and not context["allowPrivilegeEscalation"]
    assert context["capabilities"] == {"drop": ["ALL"]} and context["runAsUser"] > 0
    assert container["resources"]["limits"]["memory"] and container["resources"]["requests"]["memory"]
assert sidecar["securityContext"]["runAsUser"] == int(user.group(1)) == pod["spec"]["securityContext"]["fsGroup"]
assert sidecar["securityContext"]["runAsUser"] != backend["securityContext"]["runAsUser"]
mounts = {mount["mountPath"]: mount for mount in sidecar["volumeMounts"]}
assert [path for path, mount in mounts.items() if not mount.get("readOnly")] == ["/var/lib/portcullis/log"]
assert f'PORTCULLIS_LOG_DIRECTORY={[*mounts][0]}' in dockerfile and 'VOLUME ["/var/lib/portcullis/log"]' in dockerfile

# What is mounted is in the ConfigMap, and all that is in it is mounted.
volumes = {volume["name"]: volume for volume in pod["spec"]["volumes"]}
config = volumes[mounts["/etc/portcullis"]["name"]]["configMap"]
assert config["name"] == by_kind["ConfigMap"]["metadata"]["name"]
assert {item["key"] for item in config["items"]} == set(by_kind["ConfigMap"]["data"])

# Keys come from the Secret, by the names that it has.
with open("deploy/kubernetes/secret.example.yaml", encoding="utf-8") as file:
    secret = yaml.safe_load(file)
for variable in sidecar["env"]:
    reference = variable.get("valueFrom", {}).get("secretKeyRef")
    if reference:
        assert reference["name"] == secret["metadata"]["name"] and reference["key"] in secret["stringData"], reference

# The policies are about these pods; only the backend's port can be reached.
for kind in ("Service", "PodDisruptionBudget", "NetworkPolicy"):
    spec = by_kind[kind]["spec"]
    selector = spec.get("podSelector") or spec["selector"]
    assert selector.get("matchLabels", selector) == labels, kind
assert by_kind["NetworkPolicy"]["spec"]["ingress"] == [{"ports": [{"protocol": "TCP", "port": "http"}]}]
assert "ports" not in sidecar and [port["name"] for port in backend["ports"]] == ["http"]
