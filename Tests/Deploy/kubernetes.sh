# The manifests: they build, are valid, and fit together with the image and with one another.
source Tests/Deploy/lib.sh
need kubectl kubernetes-validate python3

for folder in deploy/kubernetes deploy/kubernetes-simulate; do
    kubectl kustomize "$folder" >"$work/all.yaml"
    # The first version that has native sidecars, and a later one.
    for version in 1.29 1.32; do
        kubernetes-validate --quiet --strict -k "$version" "$work/all.yaml" >"$work/out" 2>&1 \
            || fail "$folder, Kubernetes $version: $(cat "$work/out")"
    done
done
kubernetes-validate --quiet --strict -k 1.29 deploy/kubernetes/secret.example.yaml

# The settings and policies as they are mounted, with what the manifests set by environment.
cp -r deploy/kubernetes/policies "$work/policies"
PORTCULLIS_POLICY_DIRECTORY="$work/policies" PORTCULLIS_LOG_DIRECTORY="$work/log" PORTCULLIS_LOG_INSTANCE=signup-backend-0 \
    PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY=sk_test PORTCULLIS_PROVIDERS_VERISOUL_API_KEY=test \
    "$PROGRAM" config check --config deploy/kubernetes/portcullis.yaml >"$work/out" 2>&1 || fail "$(cat "$work/out")"

python3 Tests/Deploy/kubernetes.py "$work/all.yaml"
printf 'passed\n'
