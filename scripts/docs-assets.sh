#!/usr/bin/env bash
# Copies what the documentation pages are made with from its npm packages to server/docs-assets, compressed.
# With --check it only says whether it is up to date.
. "$(dirname "$0")/lib.sh"

folder=server/docs-assets
assets=(swagger-ui-dist/swagger-ui-bundle.js swagger-ui-dist/swagger-ui.css redoc/bundles/redoc.standalone.js)
licences=(
    swagger-ui-dist/LICENSE swagger-ui-dist/NOTICE swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt
    redoc/LICENSE redoc/bundles/redoc.standalone.js.LICENSE.txt
)
# Redoc shows its maker's logo, from its maker's server. Pages of ours ask nobody else: this one is empty.
logo=https://cdn.redoc.ly/redoc/logo-mini.svg
no_logo='data:image/svg+xml,<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"0\\" height=\\"0\\"/>'

# plain ASSET   prints what is served of a file in node_modules: without the name of a map that is not
plain() { sed -e "s|$logo|$no_logo|" -e '/^[/][/*]# sourceMappingURL=/d' "$packages/$1"; }

# texts   prints under which licences others may use it
texts() {
    local file
    for file in "${licences[@]}"; do
        printf '==== %s\n\n' "$file"
        cat "$packages/$file"
        printf '\n'
    done
}

mode=${1:-}
[ -z "$mode" ] || [ "$mode" = --check ] || die "usage: $0 [--check]"
npm_tool "$folder"
packages=$tools/$(basename "$folder")/node_modules
stale=0
for asset in "${assets[@]}"; do
    file=$folder/$(basename "$asset").gz
    # The content counts: another gzip may write other bytes for it.
    if [ "$mode" = --check ]; then
        cmp <(plain "$asset") <(gzip -dc "$file") || { stale=1 && say "$file is stale: run $0"; }
    else
        plain "$asset" | gzip -9n >"$file"
    fi
done
if [ "$mode" = --check ]; then
    cmp <(texts) "$folder/LICENSES.txt" || stale=1
else
    texts >"$folder/LICENSES.txt"
fi
exit "$stale"
